package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.wire.Invocation;
import java.text.MessageFormat;
import java.time.InstantSource;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logger whose lines name their action. */
final class ActionLogger implements System.Logger {

    private final Invocation action;
    private final int attempt;
    private final InstantSource clock;
    private final LogSink sink;

    ActionLogger(Invocation action, int attempt, InstantSource clock, LogSink sink) {
        this.action = action;
        this.attempt = attempt;
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public String getName() {
        return action.node();
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF && level.compareTo(Level.INFO) >= 0;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            write(level, localized(bundle, message), thrown);
        }
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object @Nullable ... values) {
        if (isLoggable(level)) {
            String pattern = localized(bundle, format);
            write(
                    level,
                    values == null || values.length == 0
                            ? pattern
                            : new MessageFormat(pattern, Locale.ROOT).format(values),
                    null);
        }
    }

    private static String localized(@Nullable ResourceBundle bundle, @Nullable String message) {
        if (message == null) {
            return "";
        }
        return bundle != null && bundle.containsKey(message) ? bundle.getString(message) : message;
    }

    private void write(Level level, String message, @Nullable Throwable thrown) {
        sink.write(new LogLine(
                clock.instant(),
                level,
                action.run().id(),
                action.workflow(),
                action.node(),
                action.path(),
                attempt,
                message,
                thrown));
    }
}
