// The letter's one button: the browser's own print dialogue also saves it as PDF.
document.getElementById("print").addEventListener("click", () => window.print());
