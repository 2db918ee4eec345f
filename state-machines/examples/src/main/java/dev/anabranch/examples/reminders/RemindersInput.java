package dev.anabranch.examples.reminders;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reminders to send.
 *
 * @param reminders the reminders; three with delays of 1 to 3 seconds if null
 */
public record RemindersInput(@Nullable List<Reminder> reminders) {}
