package dev.anabranch.examples.reminders;

import java.util.List;

/**
 * What was sent.
 *
 * @param sent the number of reminders
 * @param texts their texts, in the order of the reminders
 */
public record RemindersReport(int sent, List<String> texts) {}
