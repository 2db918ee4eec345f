package dev.anabranch.examples.wordcount;

import dev.anabranch.task.Results;

/** The input of the report's task. */
public record MergeInput(WordCountInput request, Results<TextWords> texts) {}
