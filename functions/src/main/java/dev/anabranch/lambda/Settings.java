package dev.anabranch.lambda;

import java.util.Map;

/**
 * What a function is told by its environment.
 *
 * @param pathStyle true for an endpoint other than AWS's own, where a bucket need not have a host name
 */
record Settings(Class<?> task, String table, String bucket, boolean pathStyle) {

    /** Understood by the SDK itself as well (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). */
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    static Settings of(Map<String, String> environment) {
        String task = required(environment, TaskFunction.TASK);
        try {
            return new Settings(
                    Class.forName(task),
                    required(environment, TaskFunction.TABLE),
                    required(environment, TaskFunction.BUCKET),
                    pathStyle(environment));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    TaskFunction.TASK + " names the class `" + task + "`, which is not in the function's package.", e);
        }
    }

    static boolean pathStyle(Map<String, String> environment) {
        return environment.containsKey(ENDPOINT);
    }

    static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("The environment variable " + name + " is not set.");
        }
        return value;
    }
}
