package dev.anabranch.runtime.internal.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Reads secrets: from Secrets Manager by ARN, with {@code #} and the name of a field for one value of a secret that is a
 * JSON object, and from Parameter Store by {@code ssm:} and the name of a parameter.
 */
public final class SecretReader implements UnaryOperator<String> {

    /** The prefix of a reference to a parameter. */
    public static final String PARAMETER = "ssm:";

    /** Separates the field from the ARN, which has no such character. */
    public static final char FIELD = '#';

    private final SdkClients clients;
    private @Nullable SecretsManagerClient secrets;
    private @Nullable ParameterReader parameters;

    public SecretReader(SdkClients clients) {
        this.clients = clients;
    }

    @Override
    public String apply(String reference) {
        if (reference.startsWith(PARAMETER)) {
            return parameters().read(reference.substring(PARAMETER.length()));
        }
        int field = reference.lastIndexOf(FIELD);
        String id = field < 0 ? reference : reference.substring(0, field);
        String value = secrets().getSecretValue(request -> request.secretId(id)).secretString();
        if (value == null) {
            throw new IllegalStateException("It has binary content, and only text can be a secret of a task.");
        }
        return field < 0 ? value : field(value, reference.substring(field + 1));
    }

    private static String field(String secret, String name) {
        JsonNode value;
        try {
            value = TaskJson.tree().readTree(secret).path(name);
        } catch (JsonProcessingException e) {
            // The message of the exception would have a part of the secret.
            throw new IllegalStateException("It is not a JSON object, so it has no field `" + name + "`.");
        }
        if (!value.isValueNode()) {
            throw new IllegalStateException("Its JSON has no field `" + name + "` with a single value.");
        }
        return value.asText();
    }

    private synchronized SecretsManagerClient secrets() {
        SecretsManagerClient client = secrets;
        if (client == null) {
            client = clients.build(SecretsManagerClient.builder());
            secrets = client;
        }
        return client;
    }

    /**
     * Returns the reader of parameters. It is a separate class, because not every package has the SDK's module for
     * Parameter Store.
     */
    private synchronized ParameterReader parameters() {
        ParameterReader reader = parameters;
        if (reader == null) {
            try {
                reader = new ParameterReader(clients);
            } catch (NoClassDefFoundError e) {
                throw new IllegalStateException(
                        "The Lambda package does not have the SDK's module for Parameter Store."
                                + " Add the dependency `software.amazon.awssdk:ssm`.",
                        e);
            }
            parameters = reader;
        }
        return reader;
    }
}
