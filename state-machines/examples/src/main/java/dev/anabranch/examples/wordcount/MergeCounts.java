package dev.anabranch.examples.wordcount;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up the counts of all texts. Its memory depends on the number of distinct words, not on the size of the texts.
 */
@TaskDefaults(memoryMb = 1769, timeoutSeconds = 120)
public final class MergeCounts implements Task<MergeInput, WordCountReport> {

    /** Returns the report, with the texts in the order of the input. */
    @Override
    public WordCountReport run(MergeInput input, TaskContext context) {
        Ranking ranking = Ranking.checked(input.request());
        Map<String, Integer> all = new TreeMap<>();
        List<WordCountReport.Text> texts = new ArrayList<>();
        long words = 0;
        for (TextWords text : input.texts()) {
            text.counts().forEach((word, count) -> all.merge(word, count, Integer::sum));
            words += text.words();
            texts.add(new WordCountReport.Text(
                    text.name(), text.words(), text.counts().size()));
        }
        return new WordCountReport(words, all.size(), ranking.of(all), texts);
    }
}
