package dev.anabranch.examples.numbers;

import dev.anabranch.task.PermanentFailure;
import org.jspecify.annotations.Nullable;

/** Validates texts of a run's input. */
public final class RequiredText {

    private RequiredText() {}

    /**
     * Returns the text.
     *
     * @param field the name of the field
     * @throws PermanentFailure if the text is null or blank
     */
    public static String of(String field, @Nullable String asked) {
        if (asked == null || asked.isBlank()) {
            throw new PermanentFailure(field + " is " + (asked == null ? "null" : "blank") + " but must be a text.");
        }
        return asked;
    }
}
