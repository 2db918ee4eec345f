package dev.anabranch.examples.reminders;

import java.time.Duration;

/**
 * A reminder.
 *
 * @param to the name of the person
 * @param about the text
 * @param delay how long to wait before it is sent, such as {@code PT36H}; at most 365 days
 */
public record Reminder(String to, String about, Duration delay) {}
