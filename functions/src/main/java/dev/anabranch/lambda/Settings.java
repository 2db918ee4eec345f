package dev.anabranch.lambda;

import java.util.Map;

/** What the function of a task is told by its environment. */
record Settings(Class<?> task, String table, String bucket, Platform platform) {

    static Settings of(Map<String, String> environment) {
        String task = Platform.required(environment, TaskFunction.TASK);
        try {
            return new Settings(
                    Class.forName(task),
                    Platform.required(environment, TaskFunction.TABLE),
                    Platform.required(environment, TaskFunction.BUCKET),
                    Platform.of(environment));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    TaskFunction.TASK + " names the class `" + task + "`, which is not in the function's package.", e);
        }
    }
}
