import { describe, expect, test } from "vitest";
import { contentSecurityPolicy, type DoorConfig, type DoorRequest, decideAtDoor, safeReturnPath } from "./door";

const local: DoorConfig = { port: 3000, hosts: [], secret: null };
const shared: DoorConfig = {
  port: 3000,
  hosts: [],
  secret: { isToken: (token) => token === "right token", isSession: (value) => value === "right session" },
};

const plain: DoorRequest = {
  method: "GET",
  target: "/",
  host: "127.0.0.1:3000",
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  fetchDest: undefined,
  bearer: undefined,
  session: undefined,
  isUpgrade: false,
};

function ask(request: Partial<DoorRequest>, config = local) {
  const decision = decideAtDoor({ ...plain, ...request }, config);
  return decision.kind === "deny" ? decision.status : decision.kind;
}

const link = { fetchSite: "cross-site", fetchMode: "navigate", fetchDest: "document" };

describe("on this machine", () => {
  test.each(["127.0.0.1:3000", "localhost:3000", "LOCALHOST:3000", "[::1]:3000"])("answers to %s", (host) => {
    expect(ask({ host })).toBe("allow");
  });

  test.each([
    "evil.example",
    "evil.example:3000",
    "127.0.0.1",
    "127.0.0.1:3001",
    "127.0.0.1.evil.example:3000",
    "x@127.0.0.1:3000",
  ])("does not answer to %s", (host) => expect(ask({ host })).toBe(421));

  test("needs a host and a plain path", () => {
    expect(ask({ host: undefined })).toBe(400);
    for (const target of [
      "http://evil.example/",
      "//evil.example/",
      "/\\evil.example",
      "*",
      "",
      "/%",
      "/a/%ff",
      "/%ED%A0%80",
    ])
      expect(ask({ target })).toBe(400);
  });

  test("methods that nothing here serves go no further", () => {
    for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) expect(ask({ method })).toBe("allow");
    for (const method of ["TRACE", "PUT", "PATCH", "DELETE", "get"]) expect(ask({ method })).toBe(405);
  });

  test("accepts only its own origin, by the name it was asked under", () => {
    expect(ask({ method: "POST", origin: "http://127.0.0.1:3000" })).toBe("allow");
    const others = [
      "http://localhost:3000",
      "http://127.0.0.1:8080",
      "https://127.0.0.1:3000",
      "http://evil.example",
      "null",
      "",
    ];
    for (const origin of others) expect(ask({ method: "POST", origin })).toBe(403);
    expect(ask({ isUpgrade: true, origin: "http://evil.example" })).toBe(403);
  });

  test("other sites may link to a page and do nothing else", () => {
    expect(ask(link)).toBe("allow");
    expect(ask({ ...link, method: "POST" })).toBe(403);
    expect(ask({ ...link, target: "/api/trpc/x" })).toBe(403);
    expect(ask({ ...link, fetchDest: "iframe" })).toBe(403);
    expect(ask({ fetchSite: "cross-site", fetchMode: "no-cors", fetchDest: "script", target: "/_next/a.js" })).toBe(
      403,
    );
    expect(ask({ fetchSite: "same-site", fetchMode: "cors", target: "/api/trpc/x" })).toBe(403);
    expect(ask({ fetchSite: "same-origin", method: "POST" })).toBe("allow");
    expect(ask({ fetchSite: "none" })).toBe("allow");
  });

  test("answers to a forwarded port that is named", () => {
    const config = { ...local, hosts: ["localhost:8080"] };
    expect(ask({ host: "localhost:8080", origin: "http://localhost:8080" }, config)).toBe("allow");
    expect(ask({ host: "127.0.0.1:3000" }, config)).toBe("allow");
    expect(ask({ host: "localhost:9090" }, config)).toBe(421);
  });
});

describe("with a token", () => {
  test("asks for it once, on pages only", () => {
    expect(ask({}, shared)).toBe("ask");
    expect(ask({ session: "right session" }, shared)).toBe("allow");
    expect(ask({ session: "forged" }, shared)).toBe("ask");
    expect(ask({ target: "/api/import", method: "POST" }, shared)).toBe(401);
    expect(ask({ target: "/api/trpc/x" }, shared)).toBe(401);
    expect(ask({ target: "/_next/a.js", fetchDest: "script" }, shared)).toBe(401);
    expect(ask({ isUpgrade: true }, shared)).toBe(401);
    expect(ask({ target: "/door", method: "POST" }, shared)).toBe("ask");
  });

  test("a link from another site makes a detour, because the browser withholds the cookie", () => {
    expect(
      decideAtDoor(
        {
          ...link,
          method: "GET",
          target: "/",
          host: "h",
          origin: undefined,
          bearer: undefined,
          session: undefined,
          isUpgrade: false,
        },
        shared,
      ),
    ).toEqual({ kind: "ask", again: true });
  });

  test("scripts send it as a bearer token", () => {
    expect(ask({ target: "/api/import", method: "POST", bearer: "right token" }, shared)).toBe("allow");
    expect(ask({ bearer: "wrong", session: "right session" }, shared)).toBe(401);
  });

  test("any name is answered, unless names are given; the origin still has to match", () => {
    const signedIn = { session: "right session" };
    expect(ask({ ...signedIn, host: "studio.example" }, shared)).toBe("allow");
    expect(ask({ ...signedIn, host: "studio.example", origin: "https://studio.example" }, shared)).toBe("allow");
    expect(ask({ ...signedIn, host: "studio.example", origin: "https://evil.example" }, shared)).toBe(403);
    expect(ask({ method: "POST", target: "/door", host: "studio.example", origin: "null" }, shared)).toBe(403);
    const named = { ...shared, hosts: ["studio.example"] };
    expect(ask({ ...signedIn, host: "studio.example:8443" }, named)).toBe("allow");
    expect(ask({ ...signedIn, host: "other.example" }, named)).toBe(421);
  });
});

test("a return path never leaves the studio", () => {
  expect(safeReturnPath("/trajectories?q=a b".replace(" ", "+"))).toBe("/trajectories?q=a+b");
  for (const target of [
    null,
    "",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/\t/evil.example",
    "/door",
    "/door?x",
  ]) {
    expect(safeReturnPath(target)).toBe("/");
  }
});

test("a token in an address is taken out of it, and opens nothing", () => {
  for (const [target, bare] of [
    ["/?token=right+token", "/"],
    ["/trajectories?page=2&%74oken=x&q=a%26b", "/trajectories?page=2&q=a%26b"],
    ["/?STUDIO_TOKEN=x&access_token=y", "/"],
  ] as const) {
    for (const config of [local, shared])
      for (const session of [undefined, "right session"])
        expect(decideAtDoor({ ...plain, target, session }, config)).toEqual({ kind: "move", target: bare });
    expect(safeReturnPath(target)).toBe(bare);
  }
  expect(ask({ target: "/api/import?token=right+token", method: "POST", bearer: "right token" }, shared)).toBe(400);
  expect(ask({ target: "/?tokens=1&q=token" })).toBe("allow");
});

test("a page runs no script but its own", () => {
  const policy = contentSecurityPolicy("abc", false, "127.0.0.1:3000");
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain("unsafe-eval");
  expect(contentSecurityPolicy("abc", true, "127.0.0.1:3000")).toContain("'unsafe-eval'");
});
