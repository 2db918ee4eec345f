package dev.anabranch.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;

/** Says what is wrong with an input in words that its author can act upon, without the names of our classes. */
final class InputComplaint {

    private InputComplaint() {}

    /** A sentence: which field, what is wrong, what is expected. */
    static String of(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds() == null
                    ? ""
                    : unknown.getKnownPropertyIds().stream()
                            .map(id -> "`" + id + "`")
                            .collect(Collectors.joining(", "));
            return "there is no field `" + path(unknown) + "`." + (known.isEmpty() ? "" : " Known are " + known + ".");
        }
        if (e instanceof InvalidFormatException format) {
            return "`" + path(format) + "` is `" + format.getValue() + "`, but must be " + kind(format.getTargetType())
                    + ".";
        }
        if (e instanceof MismatchedInputException mismatch) {
            String path = path(mismatch);
            String expected = mismatch.getTargetType() == null ? "something else" : kind(mismatch.getTargetType());
            return (path.isEmpty() ? "it" : "`" + path + "`") + " must be " + expected + ".";
        }
        if (e instanceof JsonMappingException mapping) {
            String path = path(mapping);
            return (path.isEmpty() ? "" : "`" + path + "`: ") + e.getOriginalMessage();
        }
        return e.getOriginalMessage();
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return "a list";
        }
        return "an object";
    }
}
