// Requests to the gateway; an error carries the Chinese detail that the gateway gave.

export class RequestError extends Error {
  constructor(detail, status, code, problem = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.problem = problem; // the whole application/problem+json
  }
}

// body: an object to send as JSON, or FormData as it is; as: "json", or "blob" for a file.
export async function request(method, path, { body, token, as = "json" } = {}) {
  const isForm = body instanceof FormData;
  const headers = {};
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined || isForm ? body : JSON.stringify(body) });
  } catch {
    throw new RequestError("网络不通，请检查网络后重试。", 0, "network");
  }
  if (response.ok && as === "blob") return response.blob();
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new RequestError(answer.detail || "系统暂时没有响应，请稍后再试。", response.status, answer.code, answer);
  return answer;
}

export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
