package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runtime.internal.codec.ClassFailure;
import dev.anabranch.runtime.internal.codec.JsonMismatch;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Java type of a workflow's input. Checks inputs by reading them as the first task would, except that unknown
 * fields are errors. All errors are reported together: each is repaired in a copy of the input, which is then read
 * again.
 */
public final class InputType implements DeployedWorkflow.InputCheck {

    private static final int MAX_ERRORS = 20;

    private static final Pattern MISSING_TYPE = Pattern.compile("missing type id property '([^']*)'");

    private static final String DEFAULT_TYPE_FIELD = JsonTypeInfo.Id.NAME.getDefaultPropertyName();

    private final ObjectReader reader;
    private final List<JsonPointer> required;

    /** Creates the check for a type. */
    public InputType(Type type) {
        this(type, List.of());
    }

    /**
     * Creates the check for a type.
     *
     * @param required the JSON Pointers of the fields that must not be null, beside those of primitive types
     */
    public InputType(Type type, List<String> required) {
        reader = TaskJson.strictReader(type);
        this.required = required.stream().map(JsonPointer::compile).toList();
    }

    /**
     * Creates the check for a type by its canonical name, such as {@code java.util.List<java.lang.String>}.
     *
     * @throws IllegalArgumentException if a class in it is not on the class path
     */
    public static InputType of(String canonical) {
        return of(canonical, List.of());
    }

    /**
     * Creates the check for a type by its canonical name.
     *
     * @param required the JSON Pointers of the fields that must not be null, beside those of primitive types
     * @throws IllegalArgumentException if a class in it is not on the class path
     */
    public static InputType of(String canonical, List<String> required) {
        return new InputType(TaskJson.type(canonical), required);
    }

    @Override
    public void check(JsonNode input) {
        List<FieldError> errors = errors(input, "");
        if (!errors.isEmpty()) {
            throw new RunRefused(RunRefused.Reason.INVALID_INPUT, sentences("The input", errors));
        }
    }

    /**
     * Describes the errors of a value.
     *
     * @param value what the value is, as the subject of a sentence
     */
    static String sentences(String value, List<FieldError> errors) {
        return errors.size() == 1
                ? value + " is invalid: " + sentence(errors.get(0))
                : errors.stream()
                        .map(error -> "\n  " + sentence(error))
                        .collect(Collectors.joining("", value + " is invalid:", ""));
    }

    private static String sentence(FieldError error) {
        String where = error.at().isEmpty() ? "it" : "`" + error.at() + "`";
        return where + " " + error.found() + ", but must be " + error.expected() + ".";
    }

    /**
     * Returns the errors of an input, at most {@value #MAX_ERRORS}.
     *
     * @param pointer the JSON Pointer of the input in the body
     */
    List<FieldError> errors(JsonNode input, String pointer) {
        List<FieldError> errors = new ArrayList<>();
        required.forEach(field -> addIfMissing(field, input, pointer, errors));
        JsonNode copy = input.deepCopy();
        while (errors.size() < MAX_ERRORS) {
            Class<?> type = reader.getValueType().getRawClass();
            if (type == Void.class && !copy.isNull()) { // Jackson would ignore the value.
                errors.add(FieldError.body(pointer, ExpectedJson.found(copy), "null", "Set it to null."));
                return errors;
            }
            // JsonNode is the type of any JSON, also of null.
            if (copy.isNull() && type != JsonNode.class && type != Void.class) {
                String expected = ExpectedJson.ofValue(type);
                errors.add(FieldError.body(pointer, "is null", expected, "Set it to " + expected + "."));
                return errors;
            }
            JsonMappingException problem;
            try {
                problem = problem(copy);
            } catch (LinkageError e) {
                errors.add(FieldError.body(
                        pointer,
                        "has a type "
                                + ClassFailure.in(e).map(ClassFailure::reason).orElse("that fails with " + e),
                        "of a type that can be loaded",
                        "Correct the class of the input."));
                return errors;
            }
            if (problem == null || !addError(problem, copy, pointer, errors)) {
                return errors;
            }
        }
        return errors;
    }

    /** Adds an error if a required field, or an object that it is in, is null. Reading reports other errors. */
    private void addIfMissing(JsonPointer field, JsonNode input, String base, List<FieldError> errors) {
        JsonNode at = input;
        JavaType type = reader.getValueType();
        StringBuilder pointer = new StringBuilder(base);
        for (JsonPointer rest = field; !rest.matches() && at.isObject(); rest = rest.tail()) {
            String name = rest.getMatchingProperty();
            at = at.path(name);
            type = fieldType(type, name);
            pointer.append('/').append(JsonBody.escaped(name));
            if ((at.isNull() || at.isMissingNode()) && !type.isPrimitive()) {
                String found = pointer.toString();
                if (errors.stream().noneMatch(error -> error.at().equals(found))) {
                    String expected = ExpectedJson.ofValue(type.getRawClass());
                    errors.add(FieldError.body(found, ExpectedJson.found(at), expected, "Set it to " + expected + "."));
                }
                return;
            }
        }
    }

    private static JavaType fieldType(JavaType type, String name) {
        return TaskJson.describe(type).findProperties().stream()
                .filter(property -> property.getName().equals(name))
                .map(BeanPropertyDefinition::getPrimaryType)
                .map(found -> found.isReferenceType() ? found.getReferencedType() : found)
                .findFirst()
                .orElseGet(TypeFactory::unknownType);
    }

    private @Nullable JsonMappingException problem(JsonNode input) {
        try (JsonParser parser = new FloatBounds(reader.treeAsTokens(input))) {
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

    /** Refuses numbers that a float cannot represent; Jackson makes them infinite. */
    private static final class FloatBounds extends JsonParserDelegate {

        FloatBounds(JsonParser parser) {
            super(parser);
        }

        @Override
        public float getFloatValue() throws IOException {
            float value = super.getFloatValue();
            if (Float.isInfinite(value)) {
                throw new InputCoercionException(
                        this, "The number is out of the range of a float.", currentToken(), float.class);
            }
            return value;
        }
    }

    /** Adds the location of a number out of range: Jackson omits it at the top level, and omits the keys of maps. */
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

    /** Adds an error and repairs the copy; returns false if no further errors can be found. */
    private boolean addError(JsonMappingException problem, JsonNode copy, String base, List<FieldError> errors) {
        String at = pointer(problem.getPath());
        String pointer = base + at;
        if (problem instanceof ValueInstantiationException) {
            // The cause may be a value that was repaired below this one.
            if (errors.stream().noneMatch(error -> error.at().startsWith(pointer))) {
                errors.add(FieldError.body(
                        pointer,
                        "is rejected: " + JsonMismatch.reason(problem),
                        "a value that its type accepts",
                        "Correct the value as the message says."));
            }
            return false;
        }
        if (problem instanceof InvalidFormatException key
                && key.getOriginalMessage().startsWith("Cannot deserialize Map key ")) {
            String expected = ExpectedJson.keys(key.getTargetType());
            String name = String.valueOf(key.getValue());
            errors.add(FieldError.body(
                    pointer, "has the key `" + QueryParameters.cut(name) + "`", expected, "Correct the key."));
            return repair(copy, at + "/" + JsonBody.escaped(name), null);
        }
        if (errors.stream().anyMatch(error -> error.at().equals(pointer))) {
            return false;
        }
        if (problem instanceof InvalidTypeIdException unknown) {
            String field = typeField(unknown);
            JsonNode found = copy.at(at).path(field);
            String expected = ExpectedJson.oneOf(TaskJson.subtypes(unknown.getBaseType()));
            errors.add(FieldError.body(
                    pointer + "/" + JsonBody.escaped(field),
                    ExpectedJson.found(found),
                    expected,
                    "Set it to " + expected + "."));
            return repair(copy, at, NullNode.instance);
        }
        if (problem instanceof UnrecognizedPropertyException unknown) {
            errors.add(FieldError.body(
                    pointer,
                    "is unknown",
                    ExpectedJson.oneOf(unknown.getKnownPropertyIds()),
                    "Remove it or correct its name."));
            return repair(copy, at, null);
        }
        Class<?> target = target(problem, at);
        JsonNode found = copy.at(at);
        boolean tooLong = target == long.class && problem.getCause() instanceof InputCoercionException;
        String expected =
                tooLong ? "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE : expected(target, at);
        errors.add(FieldError.body(pointer, ExpectedJson.found(found), expected, "Set it to " + expected + "."));
        return repair(copy, at, placeholder(target));
    }

    /** Describes the values of a type at a place in the input. The input itself and required fields must not be null. */
    private String expected(@Nullable Class<?> type, String at) {
        return type != null && (at.isEmpty() || required.contains(JsonPointer.compile(at)))
                ? ExpectedJson.ofValue(type)
                : ExpectedJson.of(type);
    }

    /** Returns the name of the field that names the class of a value. */
    private static String typeField(InvalidTypeIdException problem) {
        Matcher missing = MISSING_TYPE.matcher(problem.getOriginalMessage());
        if (missing.find()) {
            return missing.group(1);
        }
        JsonTypeInfo names =
                TaskJson.describe(problem.getBaseType()).getClassInfo().getAnnotation(JsonTypeInfo.class);
        return names == null || names.property().isEmpty() ? DEFAULT_TYPE_FIELD : names.property();
    }

    private @Nullable Class<?> target(JsonMappingException problem, String at) {
        if (problem.getCause() instanceof InputCoercionException range) {
            return range.getTargetType();
        }
        Class<?> target = problem instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        // For an element of an array of numbers, Jackson names the array, and for text instead of an array nothing.
        if (target == null || target.isArray()) {
            JavaType type = typeAt(JsonPointer.compile(at));
            return type.isJavaLangObject() ? target : type.getRawClass();
        }
        return target;
    }

    /** Returns the type of a place in the input; {@code Object} if it is not known. */
    private JavaType typeAt(JsonPointer place) {
        JavaType type = reader.getValueType();
        for (JsonPointer rest = place; !rest.matches(); rest = rest.tail()) {
            JavaType content = type.getContentType();
            type = content != null && !type.isReferenceType() ? content : fieldType(type, rest.getMatchingProperty());
        }
        return type;
    }

    private static JsonNode placeholder(@Nullable Class<?> target) {
        if (target == boolean.class) {
            return BooleanNode.FALSE;
        }
        return target != null && target.isPrimitive() ? IntNode.valueOf(0) : NullNode.instance;
    }

    /** Replaces a value, or removes it if {@code value} is null; returns false at the top level. */
    private static boolean repair(JsonNode copy, String at, @Nullable JsonNode value) {
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
