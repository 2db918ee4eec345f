package dev.anabranch.workflow.internal.graph;

import dev.anabranch.task.RequiredSettings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The settings and secrets that a task requires; see {@link RequiredSettings}.
 *
 * @param settings the names of the settings
 * @param secrets the names of the secrets
 */
public record TaskNeeds(List<String> settings, List<String> secrets) {

    /** The needs of a task without {@link RequiredSettings}. */
    public static final TaskNeeds NONE = new TaskNeeds(List.of(), List.of());

    /** Names that environment variables of a function can have. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{1,99}");

    /** Names that belong to AWS and to Anabranch. */
    private static final Pattern RESERVED = Pattern.compile("(AWS_|LAMBDA_|ANABRANCH_).*");

    /** The rule of {@link #isName} for people. */
    public static final String NAMES =
            "2 to 100 letters, digits and underscores, beginning with a letter, and not with AWS_, LAMBDA_ or ANABRANCH_";

    /** Copies the lists. */
    public TaskNeeds {
        settings = List.copyOf(settings);
        secrets = List.copyOf(secrets);
    }

    /**
     * Returns whether a setting or a secret may have a name.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Names of environment
     *     variables</a>
     */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !RESERVED.matcher(name).matches();
    }

    /** Returns the needs of a task's class. */
    public static TaskNeeds of(Class<?> task) {
        RequiredSettings required = task.getAnnotation(RequiredSettings.class);
        return required == null ? NONE : new TaskNeeds(List.of(required.value()), List.of(required.secrets()));
    }
}
