package dev.anabranch.console.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * All files of the page by path: our modules, the style sheet and the few modules of Lit. They are read once. Modules
 * are sent without their comments and indentation, which are more than a quarter of what would be sent, but with all
 * their lines.
 */
final class PageFiles {

    /** The path of the page itself. */
    static final String INDEX = "/index.html";

    private static final String OWN = "/dev/anabranch/console/page/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";

    private static final List<String> OWN_FILES = List.of(
            "index.html",
            "style.css",
            "app.js",
            "aws-pages.js",
            "api.js",
            "navigation.js",
            "cells.js",
            "fan-out.js",
            "format.js",
            "runs-page.js",
            "run-page.js",
            "run-model.js",
            "run-items.js",
            "run-graph.js",
            "stack-trace.js",
            "run-timeline.js",
            "heat-map.js",
            "item-rows.js",
            "row-map.js",
            "action-drawer.js",
            "change-dialog.js",
            "compare-page.js",
            "comparison.js",
            "nodes.js",
            "start-page.js",
            "value-form.js",
            "workflow-plan.js",
            "json-view.js",
            "markdown.js",
            "telemetry.js");

    /** The resources in the WebJars by the path under which the import map of the page names them. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "/lit/index.js", "lit/3.3.1/index.js",
            "/lit/lit-html.js", "lit-html/3.3.1/lit-html.js",
            "/lit/is-server.js", "lit-html/3.3.1/is-server.js",
            "/lit/directives/repeat.js", "lit-html/3.3.1/directives/repeat.js",
            "/lit/directive.js", "lit-html/3.3.1/directive.js",
            "/lit/directive-helpers.js", "lit-html/3.3.1/directive-helpers.js",
            "/lit/lit-element.js", "lit-element/4.2.1/lit-element.js",
            "/lit/reactive-element.js", "lit__reactive-element/2.1.1/reactive-element.js",
            "/lit/css-tag.js", "lit__reactive-element/2.1.1/css-tag.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    /** A comment that is alone on its lines. */
    private static final Pattern COMMENT =
            Pattern.compile("(?m)^[ \\t]*(?://.*|/\\*\\*(?:(?!\\*/)[\\s\\S])*+\\*/[ \\t]*)$");

    private static final Pattern INDENTATION = Pattern.compile("(?m)^[ \\t]+");

    /** A type inside a line. */
    private static final Pattern TYPE = Pattern.compile("/\\*\\* @(?:type|param) (?:(?!\\*/).)*+\\*/ ?");

    private final Map<String, PageFile> files = new LinkedHashMap<>();

    PageFiles() {
        OWN_FILES.forEach(name -> files.put("/" + name, file(name, code(name, read(OWN + name)))));
        LIBRARIES.forEach((path, resource) -> files.put(path, file(resource, read(WEBJARS + resource))));
        files.put(INDEX, file(INDEX, withPreloads(read(OWN + "index.html"))));
    }

    /** Returns a file; empty if there is none with this path. */
    Optional<PageFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Returns all paths. */
    Iterable<String> paths() {
        return files.keySet();
    }

    /** Returns the Content-Security-Policy source for the import map, the only inline script of the page. */
    String importMapHash() {
        String html = new String(at(INDEX).orElseThrow().content(), StandardCharsets.UTF_8);
        Matcher script = INLINE_SCRIPT.matcher(html);
        if (!script.find()) {
            throw new IllegalStateException("The page has no import map.");
        }
        byte[] hash = sha256().digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }

    /** Returns the page with a link for each module, so that the browser requests them all before it has read their imports. */
    private byte[] withPreloads(byte[] html) {
        String links = files.keySet().stream()
                .filter(path -> path.endsWith(".js"))
                .sorted()
                .map(path -> "<link rel=\"modulepreload\" href=\"" + path + "\">\n")
                .collect(Collectors.joining());
        return new String(html, StandardCharsets.UTF_8)
                .replace("</head>", links + "</head>")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns a module without its comments, types and indentation. Empty lines replace them, so that errors have the same
     * line numbers.
     */
    private static byte[] code(String name, byte[] content) {
        if (!name.endsWith(".js")) {
            return content;
        }
        String code = COMMENT.matcher(new String(content, StandardCharsets.UTF_8))
                .replaceAll(comment -> "\n".repeat((int)
                        comment.group().chars().filter(c -> c == '\n').count()));
        return INDENTATION
                .matcher(TYPE.matcher(code).replaceAll(""))
                .replaceAll("")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static PageFile file(String name, byte[] content) {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
        try {
            String tag = "\"" + HexFormat.of().formatHex(sha256().digest(content), 0, 8) + "\"";
            return new PageFile(type, content, gzip(content), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is missing.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new SmallestGzip(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** Files are compressed once, so the time does not matter. */
    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
