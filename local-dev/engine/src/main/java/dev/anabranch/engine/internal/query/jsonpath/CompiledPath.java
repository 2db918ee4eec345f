package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.anabranch.engine.internal.query.InvalidExpression;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path and its root. The library is the one that AWS uses, as the texts of its errors show. Reference paths are read
 * without it.
 */
public final class CompiledPath {

    private static final Configuration LIBRARY = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .build();

    /** Converts what functions such as {@code length()} and {@code max()} return: a number or a set of names. */
    private static final JsonMapper VALUES = new JsonMapper();

    /** An unquoted word as an operand in a filter. AWS treats it as a text. */
    private static final Pattern BARE_WORD =
            Pattern.compile("([=!<>]=?\\s*)(?!(?:true|false|null)\\b)([A-Za-z_][\\w-]*)(?=\\s*(?:\\)|&&|\\|\\|))");

    /** A path that ends with an index that counts from the end of an array. */
    private static final Pattern INDEX_FROM_END = Pattern.compile("(\\$.*)\\[-(\\d{1,9})\\]");

    /** The root of a path. */
    enum Root {
        DOCUMENT,
        CONTEXT,
        VARIABLE
    }

    private final Root root;
    private final String variable;
    private final com.jayway.jsonpath.JsonPath path;
    private final @Nullable ReferencePath reference;

    private CompiledPath(
            Root root, String variable, com.jayway.jsonpath.JsonPath path, @Nullable ReferencePath reference) {
        this.root = root;
        this.variable = variable;
        this.path = path;
        this.reference = reference;
    }

    /** @throws InvalidExpression if the text is not a path */
    public static CompiledPath compile(String text) {
        if (text.startsWith("$$")) {
            return compile(text, Root.CONTEXT, "", text.substring(2));
        }
        int end = nameEnd(text);
        if (!text.startsWith("$")) {
            throw invalid(text);
        }
        return end == 1
                ? compile(text, Root.DOCUMENT, "", text.substring(1))
                : compile(text, Root.VARIABLE, text.substring(1, end), text.substring(end));
    }

    private static CompiledPath compile(String text, Root root, String variable, String steps) {
        // The library accepts an incomplete path.
        if (steps.endsWith("[") || steps.endsWith(".")) {
            throw invalid(text);
        }
        try {
            com.jayway.jsonpath.JsonPath path = com.jayway.jsonpath.JsonPath.compile("$" + steps);
            return new CompiledPath(root, variable, path, ReferencePath.parse(steps));
        } catch (InvalidPathException | IllegalArgumentException e) {
            String quoted = BARE_WORD.matcher(steps).replaceAll("$1'$2'");
            if (!steps.contains("[?(") || quoted.equals(steps)) {
                throw invalid(text);
            }
            return compile(text, root, variable, quoted);
        }
    }

    private static int nameEnd(String text) {
        int end = 1;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static InvalidExpression invalid(String text) {
        return new InvalidExpression("SCHEMA_VALIDATION_FAILED", "Value is not a valid JSONPath: " + text);
    }

    Root root() {
        return root;
    }

    /** Returns the name of the variable; empty for another root. */
    String variable() {
        return variable;
    }

    /** Returns the reference path after the root, or null if the path is not a reference path. */
    @Nullable
    public ReferencePath reference() {
        return reference;
    }

    /**
     * Returns the value at the path, or a missing node. A path that can find several values returns an array, which is
     * empty if nothing is found.
     */
    public JsonNode read(JsonNode start) {
        return reference == null ? search(start) : reference.read(start);
    }

    /** Returns true if the path finds a value; null is one, but an element before or past an array is not. */
    boolean finds(JsonNode start) {
        Matcher fromEnd = INDEX_FROM_END.matcher(path.getPath());
        if (!fromEnd.matches()) {
            return !read(start).isMissingNode();
        }
        JsonNode array = compile(fromEnd.group(1)).read(start);
        return array.isArray() && array.size() >= Integer.parseInt(fromEnd.group(2));
    }

    /**
     * Returns the value at the path with the library. Unlike {@link #read}, returns null for an index past the end of
     * an array.
     */
    public JsonNode search(JsonNode start) {
        try {
            Object found = path.<@Nullable Object>read(start, LIBRARY);
            return found instanceof JsonNode node ? node : VALUES.valueToTree(found);
        } catch (PathNotFoundException e) {
            return path.isDefinite() ? MissingNode.getInstance() : JsonNodeFactory.instance.arrayNode();
        } catch (JsonPathException | ClassCastException e) {
            return MissingNode.getInstance();
        }
    }

    /** Returns the library's message for a path that finds nothing. */
    String reason(JsonNode start) {
        try {
            path.<JsonNode>read(start, LIBRARY);
            return "No results for path: " + path.getPath();
        } catch (JsonPathException | ClassCastException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
