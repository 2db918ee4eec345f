package dev.anabranch.examples.wordcount;

import dev.anabranch.task.Results;

/** What the report is made from. */
public record MergeInput(WordCountInput request, Results<TextWords> texts) {}
