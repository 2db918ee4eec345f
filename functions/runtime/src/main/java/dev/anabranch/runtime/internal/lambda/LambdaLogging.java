package dev.anabranch.runtime.internal.lambda;

import dev.anabranch.runtime.internal.invoke.TaskLogHandler;
import java.util.logging.Formatter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The configuration of {@code java.util.logging} in a function: records of tasks become lines of their actions' logs,
 * and all others are printed to standard error, as by default. {@code java.util.logging} creates an instance of this
 * class, which the system property {@code java.util.logging.config.class} names, when it is first used.
 */
public final class LambdaLogging {

    /** Called by {@code java.util.logging}. */
    public LambdaLogging() {
        Formatter formatter = new SimpleFormatter();
        Logger.getLogger("").addHandler(new TaskLogHandler(other -> System.err.print(formatter.format(other))));
    }
}
