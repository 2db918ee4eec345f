package dev.anabranch.examples.wordcount;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.text.Normalizer;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the words of one text. A word is letters, marks and digits of any script; apostrophes and hyphens belong to it inside but
 * not at its ends. Case does not count, nor whether an accent is a separate character. Scripts that are written without blanks, as
 * Chinese, give a word for each phrase: to part those takes a dictionary.
 */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class CountWords implements Task<Source, TextWords> {

    private static final String LETTERS = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*+";
    private static final Pattern WORD = Pattern.compile(LETTERS + "(?:['-]" + LETTERS + ")*+");

    /** How often each word occurs. */
    @Override
    public TextWords run(Source source, TaskContext context) {
        String text = source.text() == null ? Library.read(source.name()) : source.text();
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace('\u2019', '\'') // The apostrophe of printers is that of keyboards,
                .replace('\u2010', '-') // and so is the hyphen.
                .toLowerCase(Locale.ROOT);
        SortedMap<String, Integer> counts = new TreeMap<>();
        Matcher words = WORD.matcher(plain);
        while (words.find()) {
            counts.merge(words.group(), 1, Integer::sum);
        }
        return new TextWords(source.name(), counts);
    }
}
