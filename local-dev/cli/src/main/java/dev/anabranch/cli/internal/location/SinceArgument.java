package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code --since}: a time, a date or a duration before now. */
public final class SinceArgument {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|min|h|d)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private SinceArgument() {}

    /**
     * Parses a value such as {@code 2h}, {@code 2026-11-29} (which begins at midnight, UTC) or {@code
     * 2026-11-29T18:00:00Z}.
     *
     * @throws UsageError if it is none of these
     */
    public static Instant parse(String text, Instant now) {
        try {
            Matcher duration = DURATION.matcher(text);
            if (duration.matches()) {
                return now.minus(duration(Long.parseLong(duration.group(1)), duration.group(2)));
            }
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new UsageError(
                    "`--since` is `" + text
                            + "`, but must be a duration such as 30m, 2h or 7d, a date such as 2026-11-29, or a time such as"
                            + " 2026-11-29T18:00:00Z.",
                    e);
        }
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
