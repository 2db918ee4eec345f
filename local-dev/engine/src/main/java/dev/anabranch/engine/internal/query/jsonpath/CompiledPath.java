package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.anabranch.engine.internal.query.InvalidExpression;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path and what it starts from. The library behind it is the one that AWS uses, as the words of AWS's errors show; reference
 * paths are read without it.
 */
public final class CompiledPath {

    private static final Configuration LIBRARY = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .build();

    /** A word without quotes that a filter compares with: AWS compares with it as a text. */
    private static final Pattern BARE_WORD =
            Pattern.compile("([=!<>]=?\\s*)(?!(?:true|false|null)\\b)([A-Za-z_][\\w-]*)(?=\\s*(?:\\)|&&|\\|\\|))");

    /** What a path starts from. */
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
        // The library takes a path that breaks off for one that ends.
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

    /** The name of the variable, or an empty string. */
    String variable() {
        return variable;
    }

    /** The reference path that it is after its root, or null. */
    @Nullable
    public ReferencePath reference() {
        return reference;
    }

    /** What the path finds, or a missing node. A path that may find many finds an array, of none where the way to them is absent. */
    public JsonNode read(JsonNode start) {
        return reference == null ? search(start) : reference.read(start);
    }

    /** The same without the short cut, except that the library finds null where an index is past the end of its array. */
    public JsonNode search(JsonNode start) {
        try {
            JsonNode found = path.<@Nullable JsonNode>read(start, LIBRARY);
            return found == null ? NullNode.instance : found;
        } catch (PathNotFoundException e) {
            return path.isDefinite() ? MissingNode.getInstance() : JsonNodeFactory.instance.arrayNode();
        } catch (JsonPathException | ClassCastException e) {
            return MissingNode.getInstance();
        }
    }

    /** Why the library finds nothing, in its words. */
    String reason(JsonNode start) {
        try {
            path.<JsonNode>read(start, LIBRARY);
            return "No results for path: " + path.getPath();
        } catch (JsonPathException | ClassCastException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
