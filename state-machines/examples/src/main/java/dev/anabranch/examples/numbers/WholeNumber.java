package dev.anabranch.examples.numbers;

import dev.anabranch.task.PermanentFailure;
import org.jspecify.annotations.Nullable;

/** Validates whole numbers of a run's input. */
public final class WholeNumber {
    private WholeNumber() {}

    /**
     * Returns the number, or {@code otherwise} if it is null.
     *
     * @param field the name of the field
     * @param most the largest valid number; the smallest is 0
     * @param reason the reason for the limit, for the message
     * @throws PermanentFailure if the number is out of range
     */
    public static int upTo(String field, @Nullable Long asked, int otherwise, int most, String reason) {
        return within(field, asked, otherwise, 0, most, reason);
    }

    /** Returns the number as {@link #upTo} does; the smallest valid number is {@code least}. */
    public static int within(String field, @Nullable Long asked, int otherwise, int least, int most, String reason) {
        if (asked == null) {
            return otherwise;
        }
        if (asked < least || asked > most) {
            throw new PermanentFailure(field + " is " + asked + " but must be from " + least + " to " + most + ": "
                    + reason + ". Leave it out for " + otherwise + ".");
        }
        return asked.intValue();
    }
}
