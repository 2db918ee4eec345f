package dev.anabranch.task;

import java.util.Map;

/**
 * The settings and secrets of a task: on AWS the environment of its function, with secrets from Secrets Manager or
 * Parameter Store; at home a file of the project. A task declares what it needs with {@link RequiredSettings}.
 */
public interface TaskSettings {

    /**
     * Returns a setting.
     *
     * @param name 2 to 100 letters, digits and underscores, beginning with a letter
     * @throws IllegalStateException if it is not configured
     */
    String get(String name);

    /**
     * Returns a secret. On AWS it is read when it is needed first and again after five minutes, so that a rotated secret
     * arrives without a deployment; a task should not keep it longer. Do not log it.
     *
     * @param name 2 to 100 letters, digits and underscores, beginning with a letter
     * @throws IllegalStateException if it is not configured or cannot be read
     */
    String secret(String name);

    /** Returns settings with these values, which are also secrets; for tests of a task without a run. */
    static TaskSettings of(Map<String, String> values) {
        return new FixedSettings(values);
    }
}
