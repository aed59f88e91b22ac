// The editors' pages: signing in, and which view an address shows.
import { showArticle, showNew } from "./article.js";
import { showFiles } from "./files.js";
import { showGaps } from "./gaps.js";
import { showHistory } from "./history.js";
import { showList } from "./list.js";
import { loading, tell } from "./parts.js";
import { session, signIn, signOut, whenExpired } from "./session.js";

const byId = (id) => document.getElementById(id);
const view = byId("view");
let shown = null; // the address on the page
let leave = () => true; // asks before unsaved work is lost; a view may replace it

const ROUTES = [
  [/^#\/articles(?:\?(.*))?$/, (query) => showList(view, new URLSearchParams(query || "")), "articles"],
  [/^#\/new$/, () => showNew(view), "articles"],
  [/^#\/article\/([a-z0-9-]+)$/, (id) => showArticle(view, id, route), "articles"],
  [/^#\/article\/([a-z0-9-]+)\/history$/, (id) => showHistory(view, id), "articles"],
  [/^#\/gaps(?:\?(.*))?$/, (query) => showGaps(view, new URLSearchParams(query || "")), "gaps"],
  [/^#\/files$/, () => showFiles(view), "files"],
];

async function route() {
  const [, show, page, match] = matching(location.hash) || matching("#/articles");
  if (!leave()) {
    history.replaceState(null, "", shown);
    return;
  }
  shown = location.hash || "#/articles";
  leave = () => true;
  document.querySelectorAll("[data-page]").forEach((each) => each.setAttribute("aria-current", each.dataset.page === page ? "page" : "false"));
  view.replaceChildren(loading());
  tell("");
  try {
    const left = await show(match[1]);
    if (left) leave = left;
    if (document.activeElement === document.body) view.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (error) {
    view.replaceChildren();
    tell(error.message, true);
  }
}

function matching(hash) {
  for (const [pattern, show, page] of ROUTES) {
    const match = pattern.exec(hash);
    if (match) return [pattern, show, page, match];
  }
  return null;
}

function enter() {
  byId("login").hidden = true;
  byId("desk").hidden = false;
  byId("me").textContent = session.name;
  if (shown === null) route();
}

function askToSignIn() {
  byId("login").hidden = false;
  byId("desk").hidden = true;
  byId("username").focus();
}

byId("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("login-error").textContent = "";
  try {
    await signIn(byId("username").value.trim(), byId("password").value);
    byId("password").value = "";
    enter();
  } catch (error) {
    byId("login-error").textContent = error.message;
  }
});
byId("logout").addEventListener("click", () => { if (leave()) { leave = () => true; signOut(); } });
addEventListener("hashchange", route);
addEventListener("beforeunload", (event) => { if (!leave(true)) event.preventDefault(); });
whenExpired(askToSignIn);

if (session.token) enter();
else askToSignIn();
