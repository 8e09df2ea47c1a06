import { marked } from 'marked';

/**
 * A comment as GitHub shows it, in its light theme. The measures follow what a reader sees on github.com:
 * tables scroll inside of the comment, code breaks where it may, nothing widens the column.
 */
const style = `
* { box-sizing: border-box; }
body { margin: 0; padding: 16px; background: #fff; color: #1f2328;
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", "Liberation Sans", Helvetica,
    Arial, sans-serif, "Noto Color Emoji"; }
.comment { border: 1px solid #d1d9e0; border-radius: 6px; background: #fff; }
.comment-head { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0;
  border-radius: 6px 6px 0 0; color: #59636e; }
.comment-head b { color: #1f2328; }
.bot { display: inline-block; margin: 0 4px; padding: 0 6px; border: 1px solid #d1d9e0;
  border-radius: 2em; font-size: 12px; line-height: 18px; font-weight: 500; }
.markdown-body { padding: 16px; overflow-wrap: break-word; }
.markdown-body > :first-child { margin-top: 0; }
.markdown-body > :last-child { margin-bottom: 0; }
.markdown-body h2 { margin: 24px 0 16px; padding-bottom: 0.3em; border-bottom: 1px solid #d1d9e0b3;
  font-size: 1.5em; line-height: 1.25; font-weight: 600; }
.markdown-body h3 { margin: 24px 0 16px; font-size: 1.25em; line-height: 1.25; font-weight: 600; }
.markdown-body p, .markdown-body details, .markdown-body table { margin: 0 0 16px; }
.markdown-body a { color: #0969da; text-decoration: underline; text-underline-offset: 0.2rem; }
.markdown-body b { font-weight: 600; }
.markdown-body sub { position: relative; bottom: -0.25em; font-size: 75%; line-height: 0;
  vertical-align: baseline; }
.markdown-body summary { cursor: pointer; }
.markdown-body code { padding: 0.2em 0.4em; background: #818b981f; border-radius: 6px; font-size: 85%;
  white-space: break-spaces;
  font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.markdown-body h3 code { padding: 0 0.2em; font-size: inherit; }
.markdown-body table { display: block; width: max-content; max-width: 100%; overflow: auto;
  border-spacing: 0; border-collapse: collapse; font-variant: tabular-nums; }
.markdown-body th, .markdown-body td { padding: 6px 13px; border: 1px solid #d1d9e0; }
.markdown-body th { font-weight: 600; }
.markdown-body td > :last-child { margin-bottom: 0; }
.markdown-body tr { background: #fff; border-top: 1px solid #d1d9e0b3; }
.markdown-body tr:nth-child(2n) { background: #f6f8fa; }
`;

/**
 * The page of one comment. GitHub removes scripts and handlers afterwards; here nothing is removed, so
 * what would be dangerous before its sanitizer is visible to a test.
 */
export function commentPage(markdown: string): string {
  const body = marked.parse(markdown, { gfm: true, async: false });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Comment</title><style>${style}</style></head>
<body><div class="comment"><div class="comment-head"><b>certferry</b><span class="bot">bot</span>commented</div>
<article class="markdown-body">${body}</article></div></body>
</html>`;
}
