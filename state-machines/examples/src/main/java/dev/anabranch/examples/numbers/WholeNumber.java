package dev.anabranch.examples.numbers;

import dev.anabranch.task.PermanentFailure;
import org.jspecify.annotations.Nullable;

/** A whole number of a run's input, checked. */
public final class WholeNumber {
    private WholeNumber() {}

    /**
     * The number that was asked for, or {@code otherwise} where none was.
     *
     * @param field its name in the input
     * @param most the largest that is allowed; the smallest is 0
     * @param reason why there is a limit
     * @throws PermanentFailure when it is outside the range
     */
    public static int upTo(String field, @Nullable Long asked, int otherwise, int most, String reason) {
        return within(field, asked, otherwise, 0, most, reason);
    }

    /** As {@link #upTo}, where the smallest is {@code least}. */
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
