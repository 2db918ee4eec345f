package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Describes where JSON does not match a type. Jackson's own messages quote values, and payloads must not appear in
 * messages.
 */
public final class JsonMismatch {

    /** The types whose JSON is an integer. */
    public static final Set<Class<?>> INTEGERS = Set.of(
            int.class,
            Integer.class,
            long.class,
            Long.class,
            short.class,
            Short.class,
            byte.class,
            Byte.class,
            BigInteger.class);

    /** The maximum number of steps of a path in a message: the path of a value that contains itself has 1,000. */
    private static final int LONGEST_PATH = 20;

    private JsonMismatch() {}

    /** Returns a description such as {@code field `tiles[3].size` must be a whole number.} */
    public static String describe(JsonProcessingException problem) {
        if (problem instanceof JsonGenerationException generation) {
            return generation.getOriginalMessage() + ".";
        }
        if (!(problem instanceof JsonMappingException mapping)) {
            return noJson(problem);
        }
        String where = where(mapping.getPath());
        if (problem.getCause() instanceof InputCoercionException range) {
            return where + " must be " + kind(range.getTargetType()) + " within its range.";
        }
        if (problem.getCause() instanceof StreamReadException parsing) {
            return noJson(parsing);
        }
        if (problem instanceof UnrecognizedPropertyException unknown) {
            return where + " is unknown; known fields are " + names(unknown.getKnownPropertyIds()) + ".";
        }
        if (problem instanceof ValueInstantiationException refused && refused.getCause() != null) {
            return where + " is rejected by `" + refused.getType().toCanonical() + "`: " + reason(refused);
        }
        if (problem instanceof InvalidFormatException format) {
            return where + " must be " + kind(format.getTargetType()) + ".";
        }
        if (problem instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return where + " must be " + kind(mismatch.getTargetType()) + ", but is missing, null or another value.";
        }
        if (mapping.getOriginalMessage().startsWith("Document nesting depth")) {
            return where
                    + " is nested too deeply: JSON has at most 1,000 levels. A value that contains itself, such as a"
                    + " child with a reference to its parent, has no JSON form; use ids instead.";
        }
        if (mapping.getOriginalMessage().startsWith("Null key for a Map")) {
            String key = path(mapping.getPath());
            return "a map has the key null" + (key.isEmpty() ? "" : " (`" + key + "`)")
                    + ", but the keys of JSON objects are text. Remove this key.";
        }
        if (mapping.getCause() != null && !(mapping.getCause() instanceof IOException)) {
            return where + ": its getter or setter threw " + ClassFailure.describe(mapping.getCause()) + ".";
        }
        return where + ": " + mapping.getOriginalMessage();
    }

    /** Returns why a constructor or factory method refused a value: the message of its exception, or the exception. */
    public static String reason(JsonMappingException refused) {
        Throwable thrown = refused.getCause() == null ? refused : refused.getCause();
        return thrown.getMessage() == null
                ? "its constructor threw " + ClassFailure.describe(thrown)
                : thrown.getMessage();
    }

    private static String noJson(JsonProcessingException problem) {
        return "it is not JSON, at line " + problem.getLocation().getLineNr() + ", column "
                + problem.getLocation().getColumnNr() + ".";
    }

    /**
     * Returns the position in a document, such as {@code tiles[3].size}; empty for the whole document. A path of more than
     * {@value #LONGEST_PATH} steps is cut.
     */
    public static String path(List<Reference> path) {
        StringBuilder text = new StringBuilder();
        for (Reference step : path.subList(0, Math.min(path.size(), LONGEST_PATH))) {
            if (step.getFieldName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.size() > LONGEST_PATH ? text.append("...").toString() : text.toString();
    }

    private static String where(List<Reference> path) {
        return path.isEmpty() ? "the value" : "field `" + path(path) + "`";
    }

    private static String names(Collection<?> names) {
        return names.stream().map(name -> "`" + name + "`").sorted().collect(Collectors.joining(", "));
    }

    private static String kind(Class<?> type) {
        if (INTEGERS.contains(type)) {
            return "a whole number";
        }
        if ((type.isPrimitive() && type != boolean.class) || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isEnum() ? "one of " + names(TaskJson.constants(type)) : "a `" + type.getTypeName() + "`";
    }
}
