package dev.anabranch.runtime.internal.invoke;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logger whose lines name their action. */
final class ActionLogger implements System.Logger {

    private final String name;
    private final AttemptLog log;

    ActionLogger(String name, AttemptLog log) {
        this.name = name;
        this.log = log;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF && level.compareTo(Level.INFO) >= 0;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            log.write(level, localized(bundle, message), thrown);
        }
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object @Nullable ... values) {
        if (isLoggable(level)) {
            String pattern = localized(bundle, format);
            log.write(
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
}
