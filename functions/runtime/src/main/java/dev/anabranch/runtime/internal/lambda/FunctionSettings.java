package dev.anabranch.runtime.internal.lambda;

import dev.anabranch.task.TaskSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a task's function. A setting is an environment variable. For a secret, a variable has the reference
 * only, which {@link SecretReader} resolves: the value is in no template, and not in the function's configuration.
 */
public final class FunctionSettings implements TaskSettings {

    /** The prefix of variables with the reference of a secret; the name of the secret follows. */
    public static final String SECRET = "ANABRANCH_SECRET_";

    /** How long a value is kept, so that a rotated secret reaches functions that run for hours. */
    static final Duration KEPT = Duration.ofMinutes(5);

    private final Map<String, String> environment;
    private final UnaryOperator<String> reader;
    private final InstantSource clock;
    private final Map<String, Read> secrets = new ConcurrentHashMap<>();

    private record Read(String value, Instant at) {}

    /**
     * Creates settings.
     *
     * @param reader returns the value of a secret's reference
     */
    public FunctionSettings(Map<String, String> environment, UnaryOperator<String> reader, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public String get(String name) {
        return required("setting", name, environment.get(name));
    }

    @Override
    public String secret(String name) {
        String reference = required("secret", name, environment.get(SECRET + name));
        Instant now = clock.instant();
        Read known = secrets.get(name);
        if (known != null && now.isBefore(known.at().plus(KEPT))) {
            return known.value();
        }
        try {
            Read read = new Read(reader.apply(reference), now);
            secrets.put(name, read);
            return read.value();
        } catch (RuntimeException e) {
            if (known != null) {
                // A store of secrets that is not available for a while does not fail actions that worked before.
                return known.value();
            }
            throw new IllegalStateException(
                    "The secret `" + name + "` cannot be read from `" + reference + "`: " + e.getMessage(), e);
        }
    }

    private static String required(String kind, String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalStateException(
                    "The " + kind + " `" + name + "` is not configured. Declare it with"
                            + " @RequiredSettings at the task, and set it with `tasks(...)` or `task(...)` of AnabranchBackend.");
        }
        return value;
    }
}
