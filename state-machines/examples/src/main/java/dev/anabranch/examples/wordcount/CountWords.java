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
 * Counts the words of one text. A word consists of letters, marks and digits of any script, with apostrophes and
 * hyphens inside. Case is ignored, and an accent as a separate character equals a letter with an accent. In scripts
 * without spaces, such as Chinese, each phrase counts as one word, because dividing it would need a dictionary.
 */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class CountWords implements Task<Source, TextWords> {

    private static final String LETTERS = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*+";
    private static final Pattern WORD = Pattern.compile(LETTERS + "(?:['-]" + LETTERS + ")*+");

    /** Returns the number of occurrences of each word. */
    @Override
    public TextWords run(Source source, TaskContext context) {
        String text = source.text() == null ? Library.read(source.name()) : source.text();
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace('\u2019', '\'') // The typographic apostrophe equals that of the keyboard,
                .replace('\u2010', '-') // and so does the hyphen.
                .toLowerCase(Locale.ROOT);
        SortedMap<String, Integer> counts = new TreeMap<>();
        Matcher words = WORD.matcher(plain);
        while (words.find()) {
            counts.merge(words.group(), 1, Integer::sum);
        }
        return new TextWords(source.name(), counts);
    }
}
