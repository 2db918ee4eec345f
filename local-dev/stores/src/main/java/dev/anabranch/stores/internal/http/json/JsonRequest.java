package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a JSON protocol request. Reading a parameter as a wrong type throws an {@link ApiException} of type
 * {@code SerializationException}.
 */
public record JsonRequest(ObjectNode body) {

    /** The position of the resource type in an ARN that is split at colons. */
    private static final int TYPE = 5;

    /** @throws ApiException {@code ValidationException} in the service's wording if the parameter is missing */
    public String required(String name) {
        String text = text(name);
        if (text == null) {
            throw ApiException.validation("1 validation error detected: Value null at '" + name
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return text;
    }

    /** @throws ApiException if the parameter is missing, or {@code InvalidArn} if it is not an ARN */
    public String arn(String name) {
        return checkedArn(nonEmpty(name));
    }

    /** @throws ApiException also if the text is empty */
    public String nonEmpty(String name) {
        String text = required(name);
        if (text.isEmpty()) {
            throw ApiException.validation("1 validation error detected: Value '' at '" + name
                    + "' failed to satisfy constraint: Member must have length greater than or equal to 1");
        }
        return text;
    }

    /** @throws ApiException {@code InvalidArn} if the text does not begin with {@code arn:} */
    public static String checkedArn(String arn) {
        if (!arn.startsWith("arn:")) {
            throw new ApiException("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
        }
        return arn;
    }

    /**
     * Returns an ARN with one of the resource types.
     *
     * @throws ApiException if the parameter is missing, or {@code InvalidArn} if the ARN has another resource type
     */
    public String arnOf(String name, String... types) {
        String arn = arn(name);
        String[] parts = arn.split(":", TYPE + 2);
        String type = parts.length > TYPE ? parts[TYPE] : "";
        if (!List.of(types).contains(type)) {
            throw new ApiException(
                    "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: " + type + "'");
        }
        return arn;
    }

    /**
     * @throws ApiException the errors of {@link #arnOf}, or {@code ValidationException} for the ARN of a Map state:
     *     {@code machine/label}
     */
    public String unlabelled(String name) {
        String arn = arnOf(name, "stateMachine");
        if (arn.contains("/")) {
            throw ApiException.validation(
                    "'" + name + "' must be the ARN of a state machine, not of a Map state of it: '" + arn + "'");
        }
        return arn;
    }

    @Nullable
    public String text(String name) {
        JsonNode value = body.get(name);
        return value == null || value.isNull()
                ? null
                : typed(value, value.isTextual(), "String").asText();
    }

    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    public boolean flag(String name) {
        JsonNode value = body.path(name);
        return !value.isMissingNode()
                && !value.isNull()
                && typed(value, value.isBoolean(), "Boolean").asBoolean();
    }

    @Nullable
    public Long whole(String name) {
        JsonNode value = body.get(name);
        return value == null || value.isNull()
                ? null
                : (Long) typed(value, value.isNumber() && value.canConvertToLong(), "Long")
                        .asLong();
    }

    @Nullable
    public Double decimal(String name) {
        JsonNode value = body.get(name);
        return value == null || value.isNull()
                ? null
                : (Double) typed(value, value.isNumber(), "Double").asDouble();
    }

    private static JsonNode typed(JsonNode value, boolean fits, String due) {
        if (!fits) {
            throw new ApiException(
                    "SerializationException", value.getNodeType() + "_VALUE can not be converted to a " + due);
        }
        return value;
    }

    public JsonNode node(String name) {
        return body.path(name);
    }
}
