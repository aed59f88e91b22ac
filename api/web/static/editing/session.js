// Who is signed in, and requests in their name. The token lives as long as the tab.
import { request } from "../http.js";

const KEY = "dianda-editor";
const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
export const session = { token: null, username: null, name: null, role: null, ...kept };
let onExpired = () => {};

export function whenExpired(act) {
  onExpired = act;
}

export async function signIn(username, password) {
  const signed = await request("POST", "/v1/agents/login", { body: { username, password } });
  if (!["editor", "supervisor"].includes(signed.role)) throw new Error("这个账号不能编辑知识。请用编辑或班长的账号登录。");
  Object.assign(session, { token: signed.access_token, username, name: signed.name, role: signed.role });
  sessionStorage.setItem(KEY, JSON.stringify(session));
}

export function signOut() {
  sessionStorage.removeItem(KEY);
  location.replace("/editing");
}

// A request to /v1/editing; when the shift's token has ended, the page asks to sign in again.
export async function call(method, path, body, options = {}) {
  try {
    return await request(method, `/v1/editing${path}`, { body, token: session.token, ...options });
  } catch (error) {
    if (error.status === 401) onExpired();
    throw error;
  }
}
