package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of one call in the JSON protocol. A parameter of another type than the one that is read is a {@code SerializationException}. */
public record JsonRequest(ObjectNode body) {

    /** Where an ARN has the type of its resource. */
    private static final int TYPE = 5;

    /** @throws ApiException in the service's words if the parameter is missing */
    public String required(String name) {
        String text = text(name);
        if (text == null) {
            throw ApiException.validation("1 validation error detected: Value null at '" + name
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return text;
    }

    /** @throws ApiException also if the parameter is not an ARN */
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

    /**
     * Returns the ARN.
     *
     * @throws ApiException {@code InvalidArn} if it does not begin like an ARN
     */
    public static String checkedArn(String arn) {
        if (!arn.startsWith("arn:")) {
            throw new ApiException("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
        }
        return arn;
    }

    /**
     * Returns an ARN whose resource has one of the types.
     *
     * @throws ApiException also if the ARN is that of another type of resource
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

    /** @throws ApiException also if the ARN is that of a Map state: {@code machine/label} */
    public String unlabelled(String name) {
        String arn = arnOf(name, "stateMachine");
        if (arn.contains("/")) {
            throw ApiException.validation("'" + name + "' must be the ARN of a state machine, and not of a Map state"
                    + " of it: '" + arn + "'");
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
