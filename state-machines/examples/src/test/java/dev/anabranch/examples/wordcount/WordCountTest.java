package dev.anabranch.examples.wordcount;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.examples.wordcount.WordCountInput.OwnText;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

final class WordCountTest {

    static final List<String> FILES = Library.FILES;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    The the THE           | the=3
                    Don't, don’t!         | don't=2
                    'quoted' -- "words"   | quoted=1 words=1
                    well-known well-      | well=1 well-known=1
                    B52 3,5 2026          | 2026=1 3=1 5=1 b52=1
                    Straße straße STRASSE | strasse=1 straße=2
                    ΣΟΦΟΣ σοφος           | σοφος=2
                    Ёлка ёлка             | ёлка=2
                    हिन्दी हिन्दी             | हिन्दी=2
                    日本語、日本語          | 日本語=2
                    𝐀 𐐨𐐀                  | 𐐨𐐨=1 𝐀=1
                    👍 – … ---            | ``
                    """)
    void wordsOfAnyScriptAreCounted(String text, String expected) {
        StringBuilder counts = new StringBuilder();
        count(text)
                .forEach((word, count) ->
                        counts.append(' ').append(word).append('=').append(count));

        assertThat(counts.toString().strip()).isEqualTo(expected);
    }

    @Test
    void accentCanBeASeparateCharacter() {
        assertThat(count("Caf\u00e9 cafe\u0301 CAFE\u0301")).isEqualTo(Map.of("caf\u00e9", 3));
    }

    @Test
    void textsWithoutWordsAreReported() {
        assertThat(count("")).isEmpty();
        assertThat(merged(new WordCountInput(null, null, null, null)))
                .isEqualTo(new WordCountReport(0, 0, List.of(), List.of()));
    }

    @Test
    void mostFrequentWordNeedNotBeFirstInAnyText() {
        WordCountReport report = merged(
                new WordCountInput(null, null, 2L, null),
                words("a", Map.of("x", 5, "common", 4)),
                words("b", Map.of("y", 5, "common", 4)));

        assertThat(report.top()).containsExactly(new Frequency("common", 8), new Frequency("x", 5));
        assertThat(report.words()).isEqualTo(18);
        assertThat(report.distinct()).isEqualTo(3);
        assertThat(report.texts())
                .containsExactly(new WordCountReport.Text("a", 9, 2), new WordCountReport.Text("b", 9, 2));
    }

    @Test
    void shortWordsCanBeLeftOutOfTheTop() {
        WordCountReport report =
                merged(new WordCountInput(null, null, null, 3L), words("a", Map.of("of", 9, "it's", 5, "the", 1)));

        assertThat(report.top()).containsExactly(new Frequency("it's", 5), new Frequency("the", 1));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void everyFileExists(String file) {
        Source source =
                list(new WordCountInput(List.of(file), null, null, null)).get(0);

        assertThat(new CountWords().run(source, ANY).words()).isGreaterThan(50);
    }

    @Test
    void defaultIsAllFilesUnlessTextsArePresent() {
        assertThat(list(new WordCountInput(null, null, null, null))).hasSize(FILES.size());
        assertThat(list(new WordCountInput(null, List.of(new OwnText("a", "b")), null, null)))
                .containsExactly(new Source("a", "b"));
        assertThat(list(new WordCountInput(List.of(), null, null, null))).isEmpty();
    }

    @Test
    void unknownFileIsRefused() {
        assertRefused(
                new WordCountInput(Arrays.asList("gettysburg.txt", null), null, null, null),
                "files has null, but there are: ");
        assertRefused(
                new WordCountInput(List.of("../secret"), null, null, null),
                "files has \"../secret\", but there are: albatros.txt,");
        assertRefused(
                new WordCountInput(
                        List.of("albatros.txt"), List.of(new OwnText("a", "b"), new OwnText(null, "b")), null, null),
                "texts[1] must be an object with a name and a text.");
        assertRefused(
                new WordCountInput(null, null, -1L, null),
                "top is -1 but must be from 0 to 10000: a report with more words is too long to read. Leave it out for 10.");
        assertRefused(
                new WordCountInput(null, null, null, 0L),
                "minLetters is 0 but must be from 1 to 100: no word is longer. Leave it out for 1.");
    }

    private static void assertRefused(WordCountInput input, String message) {
        assertThatThrownBy(() -> list(input))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageStartingWith(message);
    }

    private static List<Source> list(WordCountInput input) {
        return new ListTexts().run(input, ANY);
    }

    private static Map<String, Integer> count(@Nullable String text) {
        return new CountWords().run(new Source("text", text), ANY).counts();
    }

    private static TextWords words(String name, Map<String, Integer> counts) {
        return new TextWords(name, new TreeMap<>(counts));
    }

    private static WordCountReport merged(WordCountInput input, TextWords... texts) {
        return new MergeCounts().run(new MergeInput(input, Results.of(List.of(texts))), ANY);
    }
}
