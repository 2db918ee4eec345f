package dev.anabranch.runtime.internal.lambda;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda tells every function by its environment.
 *
 * @param pathStyle true for an endpoint other than AWS's own, where a bucket need not have a host name
 * @param region the region; null where the SDK must find it out
 * @param keysInEnvironment true where the credentials are variables; with SnapStart they come from an endpoint, because those of a
 *     snapshot would be outdated (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html)
 * @param snapStart true where a snapshot will be taken after initialisation
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Defined runtime environment variables</a>
 */
public record LambdaEnvironment(
        boolean pathStyle, @Nullable String region, boolean keysInEnvironment, boolean snapStart) {

    /** Understood by the SDK itself as well (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). */
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
