package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Java type of a workflow's input, which judges inputs of runs: by reading them, as the first task would, but with no field that the
 * type does not have. Whatever is wrong is told at once: each error is mended in a copy, which is read again.
 */
public final class InputType implements DeployedWorkflow.InputCheck {

    private static final int MOST = 20;

    private final ObjectReader reader;

    /** Of that type. */
    public InputType(Type type) {
        reader = TaskJson.strictReader(type);
    }

    /**
     * By its name, such as {@code java.util.List<java.lang.String>}.
     *
     * @throws IllegalArgumentException when a class in it is not on the class path
     */
    public static InputType of(String canonical) {
        return new InputType(TaskJson.type(canonical));
    }

    @Override
    public void check(JsonNode input) {
        List<FieldError> errors = errors(input, "");
        if (!errors.isEmpty()) {
            throw new RunRefused(RunRefused.Reason.INVALID_INPUT, sentences(errors));
        }
    }

    static String sentences(List<FieldError> errors) {
        return errors.size() == 1
                ? "The input is wrong: " + sentence(errors.get(0))
                : errors.stream()
                        .map(error -> "\n  " + sentence(error))
                        .collect(Collectors.joining("", "The input is wrong:", ""));
    }

    private static String sentence(FieldError error) {
        String where = error.at().isEmpty() ? "it" : "`" + error.at() + "`";
        return where + " " + error.found() + ", but must be " + error.expected() + ".";
    }

    /**
     * What is wrong with an input, the first {@value #MOST}.
     *
     * @param pointer where the input is in the body
     */
    List<FieldError> errors(JsonNode input, String pointer) {
        List<FieldError> errors = new ArrayList<>();
        JsonNode copy = input.deepCopy();
        while (errors.size() < MOST) {
            if (copy.isNull()) {
                String expected = ExpectedJson.ofValue(reader.getValueType().getRawClass());
                errors.add(FieldError.body(pointer, "is null", expected, "Give the run an input."));
                return errors;
            }
            JsonMappingException problem = problem(copy);
            if (problem == null || !tell(problem, copy, pointer, errors)) {
                return errors;
            }
        }
        return errors;
    }

    private @Nullable JsonMappingException problem(JsonNode input) {
        try (JsonParser parser = reader.treeAsTokens(input)) {
            try {
                reader.readValue(parser);
                return null;
            } catch (JsonMappingException e) {
                return e.getCause() instanceof InputCoercionException range ? located(range, parser) : e;
            } catch (StreamReadException e) {
                return located(e, parser);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A tree of JSON nodes could not be read.", e);
        }
    }

    /** A number that is out of range: the library does not say where at the top, and leaves out the keys of maps. */
    private static JsonMappingException located(StreamReadException problem, JsonParser parser) {
        JsonMappingException located = new JsonMappingException(parser, problem.getOriginalMessage(), problem);
        for (JsonStreamContext at = parser.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                located.prependPath(parser, at.getCurrentIndex());
            } else {
                located.prependPath(parser, String.valueOf(at.getCurrentName()));
            }
        }
        return located;
    }

    /** Tells of a problem and mends it; false where it is the last one that can be told. */
    private static boolean tell(JsonMappingException problem, JsonNode copy, String base, List<FieldError> errors) {
        String at = pointer(problem.getPath());
        String pointer = base + at;
        if (problem instanceof ValueInstantiationException) {
            // What was mended below may be why.
            if (errors.stream().noneMatch(error -> error.at().startsWith(pointer))) {
                Throwable reason = problem.getCause() == null ? problem : problem.getCause();
                errors.add(FieldError.body(
                        pointer,
                        "is refused: " + reason.getMessage(),
                        "a value that its type accepts",
                        "See what is refused."));
            }
            return false;
        }
        if (errors.stream().anyMatch(error -> error.at().equals(pointer))) {
            return false;
        }
        if (problem instanceof UnrecognizedPropertyException unknown) {
            errors.add(FieldError.body(
                    pointer,
                    "is not known",
                    ExpectedJson.oneOf(unknown.getKnownPropertyIds()),
                    "Leave it out, or correct its name."));
            return mend(copy, at, null);
        }
        Class<?> target = target(problem);
        JsonNode found = copy.at(at);
        boolean tooLong = target == long.class && problem.getCause() instanceof InputCoercionException;
        String expected =
                tooLong ? "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE : ExpectedJson.of(target);
        errors.add(FieldError.body(pointer, ExpectedJson.found(found), expected, "Give " + expected + "."));
        return mend(copy, at, standIn(target));
    }

    private static @Nullable Class<?> target(JsonMappingException problem) {
        if (problem.getCause() instanceof InputCoercionException range) {
            return range.getTargetType();
        }
        return problem instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }

    private static JsonNode standIn(@Nullable Class<?> target) {
        if (target == boolean.class) {
            return BooleanNode.FALSE;
        }
        return target != null && target.isPrimitive() ? IntNode.valueOf(0) : NullNode.instance;
    }

    /** Puts something else there, or nothing; false at the top. */
    private static boolean mend(JsonNode copy, String at, @Nullable JsonNode value) {
        JsonPointer pointer = JsonPointer.compile(at);
        if (pointer.matches()) {
            return false;
        }
        JsonNode parent = copy.at(pointer.head());
        JsonPointer last = pointer.last();
        if (parent instanceof ObjectNode object) {
            if (value == null) {
                object.remove(last.getMatchingProperty());
            } else {
                object.set(last.getMatchingProperty(), value);
            }
            return true;
        }
        if (parent instanceof ArrayNode array && value != null && array.has(last.getMatchingIndex())) {
            array.set(last.getMatchingIndex(), value);
            return true;
        }
        return false;
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            pointer.append('/');
            if (step.getFieldName() == null) {
                pointer.append(Math.max(0, step.getIndex()));
            } else {
                pointer.append(JsonBody.escaped(step.getFieldName()));
            }
        }
        return pointer.toString();
    }
}
