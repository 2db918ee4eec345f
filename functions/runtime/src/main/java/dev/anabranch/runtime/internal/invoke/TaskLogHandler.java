package dev.anabranch.runtime.internal.invoke;

import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Writes what a task logs with {@code java.util.logging}, which is also the default of {@link System#getLogger}, to the
 * log of its action.
 */
public final class TaskLogHandler extends Handler {

    private final Formatter formatter = new SimpleFormatter();
    private final Consumer<LogRecord> others;

    /** @param others receives the records of threads that work for no action */
    public TaskLogHandler(Consumer<LogRecord> others) {
        this.others = others;
    }

    @Override
    public void publish(LogRecord logged) {
        AttemptLog log = AttemptLog.current();
        if (log == null) {
            others.accept(logged);
        } else {
            log.write(level(logged.getLevel()), text(logged), logged.getThrown());
        }
    }

    private String text(LogRecord logged) {
        try {
            String text = formatter.formatMessage(logged);
            return text == null ? "" : text;
        } catch (RuntimeException e) { // a parameter of the message may throw in toString()
            return String.valueOf(logged.getMessage());
        }
    }

    private static System.Logger.Level level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return System.Logger.Level.ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return System.Logger.Level.WARNING;
        }
        if (value >= Level.CONFIG.intValue()) {
            return System.Logger.Level.INFO;
        }
        return value >= Level.FINE.intValue() ? System.Logger.Level.DEBUG : System.Logger.Level.TRACE;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
