package dev.anabranch.examples.wordcount;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the requested texts. For a file, only its name is passed on; the action reads the file. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 30)
public final class ListTexts implements Task<WordCountInput, List<Source>> {

    static final int MOST = 10_000;

    /**
     * Returns the texts, files first.
     *
     * @throws PermanentFailure if a file is unknown, a text has no name, or there are more than 10,000 texts
     */
    @Override
    public List<Source> run(WordCountInput input, TaskContext context) {
        Ranking.checked(input); // Reports an invalid ranking before any text is counted.
        boolean all = input.files() == null && input.texts() == null;
        List<Source> sources = new ArrayList<>();
        for (String file : orNone(all ? Library.FILES : input.files())) {
            if (file == null || !Library.FILES.contains(file)) {
                throw new PermanentFailure("files has " + (file == null ? "null" : "\"" + file + "\"")
                        + ", but there are: " + String.join(", ", Library.FILES)
                        + ". Add your own texts to texts.");
            }
            sources.add(new Source(file, null));
        }
        for (WordCountInput.OwnText own : orNone(input.texts())) {
            sources.add(
                    source("texts[" + (sources.size() - orNone(input.files()).size()) + "]", own));
        }
        if (sources.size() > MOST) {
            throw new PermanentFailure("There are " + sources.size() + " texts but may be at most " + MOST
                    + ": each is a function call, and on AWS each is billed.");
        }
        return sources;
    }

    private static Source source(String field, WordCountInput.@Nullable OwnText own) {
        if (own == null || own.name() == null || own.name().isBlank() || own.text() == null) {
            throw new PermanentFailure(field + " must be an object with a name and a text.");
        }
        return new Source(own.name(), own.text());
    }

    private static <T extends @Nullable Object> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
