package dev.anabranch.runtime;

import dev.anabranch.runtime.internal.lambda.LambdaEnvironment;
import java.util.Map;

/** The settings of a task's function, read from the environment. */
record TaskFunctionSettings(Class<?> task, String table, String bucket, LambdaEnvironment platform) {

    static TaskFunctionSettings of(Map<String, String> environment) {
        String task = LambdaEnvironment.required(environment, TaskFunction.TASK);
        try {
            return new TaskFunctionSettings(
                    Class.forName(task),
                    LambdaEnvironment.required(environment, TaskFunction.TABLE),
                    LambdaEnvironment.required(environment, TaskFunction.BUCKET),
                    LambdaEnvironment.of(environment));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    TaskFunction.TASK + " is the class `" + task + "`, which is not in the function's package.", e);
        }
    }
}
