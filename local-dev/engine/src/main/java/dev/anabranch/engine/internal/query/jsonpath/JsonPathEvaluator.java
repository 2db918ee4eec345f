package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.SharedRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Evaluates JSONPath, reference paths, payload templates and intrinsic functions as Step Functions does. {@code $} is
 * the document, {@code $$} the context object, {@code $name} a workflow variable. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html">Paths</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html">Intrinsic functions</a>
 */
public final class JsonPathEvaluator {

    private static final int CACHED_PATHS = 10_000;
    private static final String EVALUATED = ".$";
    private static final Map<String, CompiledPath> PATHS = new ConcurrentHashMap<>();

    /** The fields for which AWS reports the message of its JSONPath library. */
    private static final Set<String> LIBRARY_WORDS = Set.of("InputPath", "OutputPath", "ItemsPath");

    private final IntrinsicFunctions functions;
    private final Map<String, Intrinsic.Call> calls = new ConcurrentHashMap<>();

    /** @param random the source for {@code States.MathRandom} and {@code States.UUID}; calls are synchronized */
    public JsonPathEvaluator(RandomGenerator random) {
        this.functions = new IntrinsicFunctions(SharedRandom.of(random));
    }

    /**
     * Checks a path or a call of an intrinsic function.
     *
     * @throws InvalidExpression if it does not parse
     */
    public static void check(String path) {
        if (Intrinsic.isCall(path)) {
            Intrinsic.parse(path);
        } else {
            CompiledPath.compile(path);
        }
    }

    /**
     * Checks a reference path of the document. It identifies a single node: no filter, slice, wildcard, {@code ..} or
     * {@code @}. The context object and variables cannot be written.
     *
     * @throws InvalidExpression if the path is not a reference path
     */
    public static void checkReference(String path) {
        CompiledPath compiled = CompiledPath.compile(path);
        if (compiled.reference() == null || compiled.root() != CompiledPath.Root.DOCUMENT) {
            throw new InvalidExpression("SCHEMA_VALIDATION_FAILED", "Value is not a Reference Path: " + path);
        }
    }

    /**
     * Reads a path or calls an intrinsic function.
     *
     * @param path for example {@code $.a[0]}, {@code $$.Execution.Id}, {@code $variable.x}, {@code States.Format('{}',
     *     $.a)}
     * @param field the field with the path, for error messages: {@code InputPath}, {@code ErrorPath}, {@code value.$}
     * @throws QueryException {@code States.Runtime} if the path finds nothing, {@code States.IntrinsicFailure}
     */
    public JsonNode read(
            String path, JsonNode document, JsonNode context, Map<String, JsonNode> variables, String field) {
        if (Intrinsic.isCall(path)) {
            return call(path, document, context, variables);
        }
        CompiledPath compiled = path(path);
        JsonNode start = start(compiled, document, context, variables);
        JsonNode found = start.isMissingNode() ? start : compiled.read(start);
        if (!found.isMissingNode()) {
            return found;
        }
        ReferencePath reference = compiled.reference();
        // The library of AWS returns null for an index past the end of an array, so the path succeeds on AWS.
        if (reference != null && reference.endsPastAnArray(start)) {
            return NullNode.instance;
        }
        throw notFound(path, compiled, start, document, field);
    }

    /** Returns true if the path finds a value, for {@code IsPresent}. */
    public boolean exists(String path, JsonNode document, JsonNode context, Map<String, JsonNode> variables) {
        CompiledPath compiled = path(path);
        JsonNode start = start(compiled, document, context, variables);
        return !start.isMissingNode() && compiled.finds(start);
    }

    /**
     * Evaluates a payload template. A field whose name ends in {@code .$} is replaced by its evaluated value, under the
     * name without the suffix.
     */
    public JsonNode template(JsonNode template, JsonNode document, JsonNode context, Map<String, JsonNode> variables) {
        if (template.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(template.size());
            template.forEach(element -> array.add(template(element, document, context, variables)));
            return array;
        } else if (!template.isObject()) {
            return template;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.endsWith(EVALUATED)) {
                String plain = name.substring(0, name.length() - EVALUATED.length());
                object.set(plain, read(value.asText(), document, context, variables, name));
            } else {
                object.set(name, template(value, document, context, variables));
            }
        }
        return object;
    }

    /**
     * Returns a copy of the document with the value at the reference path. Creates missing objects on the path.
     *
     * @throws QueryException {@code States.ResultPathMatchFailure} if a value on the path has another type
     */
    public static JsonNode put(String referencePath, JsonNode document, JsonNode value) {
        ReferencePath path = path(referencePath).reference();
        JsonNode changed = path == null ? null : path.put(document, value);
        if (changed == null) {
            throw new QueryException(
                    QueryException.RESULT_PATH,
                    "Unable to apply ReferencePath " + referencePath + " to input " + document);
        }
        return changed;
    }

    private JsonNode call(String text, JsonNode document, JsonNode context, Map<String, JsonNode> variables) {
        if (calls.size() >= CACHED_PATHS) {
            calls.clear();
        }
        Intrinsic.Call call = calls.computeIfAbsent(text, Intrinsic::parse);
        try {
            return functions.call(call, argument -> argument(argument, text, document, context, variables));
        } catch (IntrinsicFunctions.Refused e) {
            throw new QueryException(
                    QueryException.INTRINSIC, "The function '" + text + "' had the following error: " + e.getMessage());
        }
    }

    private static JsonNode argument(
            String path, String text, JsonNode document, JsonNode context, Map<String, JsonNode> variables) {
        CompiledPath compiled = path(path);
        JsonNode start = start(compiled, document, context, variables);
        JsonNode found = start.isMissingNode() ? start : compiled.read(start);
        if (found.isMissingNode()) {
            String named = compiled.root() == CompiledPath.Root.CONTEXT ? path.substring(1) : path;
            throw new QueryException(
                    QueryException.RUNTIME,
                    "The function '" + text + "' had the following error: The JsonPath argument for the field '" + named
                            + "' could not be found in the input '" + document + "'");
        }
        return found;
    }

    private static JsonNode start(
            CompiledPath path, JsonNode document, JsonNode context, Map<String, JsonNode> variables) {
        return switch (path.root()) {
            case DOCUMENT -> document;
            case CONTEXT -> context;
            case VARIABLE -> variables.getOrDefault(path.variable(), MissingNode.getInstance());
        };
    }

    private static QueryException notFound(
            String path, CompiledPath compiled, JsonNode start, JsonNode document, String field) {
        String cause;
        if (start.isMissingNode()) {
            cause = "The variable '$" + compiled.variable() + "' in the path '" + path + "' specified for the field '"
                    + field + "' has no value";
        } else if (LIBRARY_WORDS.contains(field)) {
            cause = "Invalid path '" + path + "' : " + compiled.reason(start);
        } else if (field.equals("Variable")) {
            cause = "Invalid path '" + path + "': The choice state's condition path references an invalid value.";
        } else if (field.equals("SecondsPath") || field.equals("TimestampPath")) {
            cause = "The " + field + " parameter does not reference an input value: " + path;
        } else {
            cause = "The JSONPath '" + path + "' specified for the field '" + field
                    + "' could not be found in the input '" + document + "'";
        }
        return new QueryException(QueryException.RUNTIME, cause);
    }

    private static CompiledPath path(String text) {
        if (PATHS.size() >= CACHED_PATHS) {
            PATHS.clear();
        }
        try {
            return PATHS.computeIfAbsent(text, CompiledPath::compile);
        } catch (InvalidExpression invalid) {
            throw new QueryException(QueryException.RUNTIME, invalid.text());
        }
    }
}
