package dev.anabranch.examples.wordcount;

import dev.anabranch.task.Results;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Counts the words of each text, then adds up the counts. */
public final class WordCount implements Workflow<WordCountInput, WordCountReport> {

    @Override
    public Value<WordCountReport> define(Flow flow, Value<WordCountInput> input) {
        Value<List<Source>> texts = flow.call(ListTexts.class, input);
        Value<Results<TextWords>> counts = flow.map(texts, CountWords.class).collect();
        return flow.call(MergeCounts.class, flow.record(MergeInput::new, input, counts));
    }

    @Override
    public String description() {
        return "MapReduce's word count over text files, in any script.";
    }
}
