package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UserStackTest {

    @Test
    void framesOfTheRuntimeAndOfTheJdkAroundUserCodeAreCut() {
        assertThat(UserStack.of("""
                        java.lang.IllegalStateException: no imagery
                        \tat com.acme.Classify.run(Classify.java:19)
                        \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
                        \tat com.acme.Classify.all(Classify.java:12)
                        \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(Direct.java:104)
                        \tat app//com.acme.Base.run(Base.java:7)
                        \tat app//com.acme.Base.run(Base.java:3)
                        \tat dev.anabranch.runtime.internal.invoke.TypedTask.run(TypedTask.java:123)
                        \tat dev.anabranch.embedded.internal.cloud.FunctionCall.run(FunctionCall.java:37)
                        \tat java.base/java.lang.Thread.run(Thread.java:840)
                        Caused by: java.lang.NumberFormatException: For input string: "x2"
                        \tat java.base/java.lang.Integer.parseInt(Integer.java:668)
                        \tat com.acme.Fetch.tile(Fetch.java:3)
                        \t... 16 more
                        """))
                .containsExactly(
                        "java.lang.IllegalStateException: no imagery",
                        "\tat com.acme.Classify.run(Classify.java:19)",
                        "\tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)",
                        "\tat com.acme.Classify.all(Classify.java:12)",
                        "\tat app//com.acme.Base.run(Base.java:7)",
                        "Caused by: java.lang.NumberFormatException: For input string: \"x2\"",
                        "\tat com.acme.Fetch.tile(Fetch.java:3)");
    }

    @Test
    void framesOfJacksonAroundUserCodeAreCut() {
        assertThat(UserStack.of("""
                        com.fasterxml.jackson.core.JsonParseException: Unexpected character
                        \tat com.fasterxml.jackson.databind.ObjectMapper.readTree(ObjectMapper.java:1)
                        \tat com.acme.Rows.next(Rows.java:9)
                        \tat com.fasterxml.jackson.databind.ser.std.IteratorSerializer.serialize(IteratorSerializer.java:2)
                        \tat dev.anabranch.runtime.internal.invoke.TaskCall.write(TaskCall.java:3)
                        """))
                .containsExactly(
                        "com.fasterxml.jackson.core.JsonParseException: Unexpected character",
                        "\tat com.acme.Rows.next(Rows.java:9)");
        assertThat(UserStack.of("""
                        dev.anabranch.task.PermanentFailure: lengths differ
                        \tat dev.anabranch.runtime.internal.action.ListFunction$Zip.search(ListFunction.java:1)
                        \tat com.fasterxml.jackson.databind.ser.std.IteratorSerializer.serialize(IteratorSerializer.java:2)
                        \tat dev.anabranch.runs.internal.process.SubRunResult.run(SubRunResult.java:3)
                        """)).containsExactly("dev.anabranch.task.PermanentFailure: lengths differ");
    }

    @Test
    void causeOfTheSameLineKeepsTheFramesOfLibraries() {
        assertThat(UserStack.of("""
                        com.acme.Bad: no number
                        \tat com.acme.Fetch.tile(Fetch.java:3)
                        Caused by: java.lang.NumberFormatException: For input string: "x2"
                        \tat java.base/java.lang.Integer.parseInt(Integer.java:668)
                        \t... 17 more
                        """))
                .containsExactly(
                        "com.acme.Bad: no number",
                        "\tat com.acme.Fetch.tile(Fetch.java:3)",
                        "Caused by: java.lang.NumberFormatException: For input string: \"x2\"",
                        "\tat java.base/java.lang.Integer.parseInt(Integer.java:668)");
    }

    @Test
    void messageThatLooksLikeAFrameOfOursIsOnlyText() {
        assertThat(UserStack.of("com.acme.Bad: at dev.anabranch.runtime.X.y(\nsecond line"))
                .hasSize(2);
    }
}
