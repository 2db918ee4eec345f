package dev.anabranch.runtime.internal.lambda;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a Lambda function.
 *
 * @param pathStyle true for an endpoint other than AWS's, where buckets may have no host names
 * @param region the region; null to let the SDK determine it
 * @param keysInEnvironment true if the credentials are in variables; with SnapStart they come from an endpoint, because
 *     credentials in a snapshot would be outdated
 *     (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html)
 * @param snapStart true if Lambda takes a snapshot after initialization
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Defined runtime environment
 *     variables</a>
 */
public record LambdaEnvironment(
        boolean pathStyle, @Nullable String region, boolean keysInEnvironment, boolean snapStart) {

    /**
     * The SDK reads this variable as well (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
     */
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    private static final String CREDENTIALS = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    public static LambdaEnvironment of(Map<String, String> environment) {
        return new LambdaEnvironment(
                environment.containsKey(ENDPOINT),
                environment.get("AWS_REGION"),
                environment.containsKey("AWS_ACCESS_KEY_ID") && !environment.containsKey(CREDENTIALS),
                "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE")));
    }

    /**
     * Returns the value of an environment variable.
     *
     * @throws IllegalArgumentException if the variable is missing or empty
     */
    public static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("The environment variable " + name + " is not set.");
        }
        return value;
    }
}
