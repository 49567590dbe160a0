/** The page that asks for the token: plain HTML that needs neither a script nor the rest of the studio. */

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { min-height: 100vh; margin: 0; display: grid; place-items: center; background: light-dark(#fbfbfc, #0f1013); color: light-dark(#1a1c21, #e7e9ee); }
main { width: min(24rem, calc(100vw - 2rem)); }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem .75rem; border-radius: .375rem; }
input { border: 1px solid GrayText; background: Field; color: FieldText; margin-bottom: .75rem; }
button { border: 0; background: light-dark(#4a45c4, #625de0); color: #fff; cursor: pointer; }
[role=alert] { color: light-dark(#b91c1c, #fca5a5); }`;

export function tokenForm(returnTo: string, error?: string): string {
  return page(
    `<main>
<h1>Swirl Studio</h1>
<p>This studio is shared by a token. Whoever started it has set it as STUDIO_TOKEN.</p>
${error ? `<p role="alert">${escapeHtml(error)}</p>` : ""}
<form method="post" action="/door">
<input type="hidden" name="next" value="${escapeHtml(returnTo)}">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Open the studio</button>
</form>
</main>`,
  );
}

/** Comes back as our own page, so that the browser sends the cookie it withholds from other sites' links. */
export function sameSiteDetour(target: string): string {
  return page(
    "<main><p>Opening the studio…</p></main>",
    `<meta http-equiv="refresh" content="0;url=${escapeHtml(target)}">`,
  );
}

function page(body: string, head = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Swirl Studio</title>
${head}
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
