package dev.anabranch.cli.internal.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool that builds a project. */
public enum BuildTool {
    /** Maven. */
    MAVEN(
            "Maven",
            "Maven, 3.8.7 or later",
            "target",
            List.of("pom.xml"),
            "mvn verify",
            Map.of(
                    "@ignored@",
                    "target/\n",
                    "@lambda@",
                    "target/@name@-1.0-lambda.zip",
                    "@synthesize@",
                    "mvn -q -B -DskipTests package exec:java -Dexec.mainClass=@package@.@app@App"
                            + " -Dexec.classpathScope=compile",
                    "@classpath@",
                    "Activate the Maven profile\n  `command-line` in the IDE, so that the class is on the class path.")),
    /** Gradle. */
    GRADLE(
            "Gradle",
            "Gradle, 8 or later",
            "build",
            List.of("build.gradle", "settings.gradle"),
            "gradle build",
            Map.of(
                    "@ignored@",
                    "build/\n.gradle/\n",
                    "@lambda@",
                    "build/distributions/@name@-1.0.zip",
                    "@synthesize@",
                    "gradle -q --console=plain cdkApp",
                    "@classpath@",
                    "Use the class path\n  of the source set `commandLine`; in IntelliJ IDEA that is the module `@name@.commandLine`."));

    private final String label;
    private final String required;
    private final String output;
    private final List<String> files;
    private final String verify;
    private final Map<String, String> texts;

    BuildTool(
            String label,
            String required,
            String output,
            List<String> files,
            String verify,
            Map<String, String> texts) {
        this.label = label;
        this.required = required;
        this.output = output;
        this.files = files;
        this.verify = verify;
        this.texts = texts;
    }

    /** Returns the tool that builds the project in a folder; empty if the folder has no file of a build. */
    static Optional<BuildTool> of(Path project) {
        return Stream.of(values())
                .filter(tool -> Files.exists(project.resolve(tool.files.get(0))))
                .findFirst();
    }

    /** Returns the command that compiles, tests and packages a project. */
    public String verify() {
        return verify;
    }

    /** Returns the folder of the build's results in a project. */
    String output() {
        return output;
    }

    /** Returns the names of the files that define the build. */
    List<String> files() {
        return files;
    }

    /** Returns a template with the names and commands of this tool. */
    String filled(String template) {
        String text = template.replace("@build@", label)
                .replace("@tool@", required)
                .replace("@out@", output)
                .replace("@verify@", verify)
                .replace("@buildfile@", files.get(0))
                .replace(
                        "@buildfiles@",
                        files.stream().map(file -> "\"$home/" + file + "\"").collect(Collectors.joining(" ")));
        for (Map.Entry<String, String> part : texts.entrySet()) {
            text = text.replace(part.getKey(), part.getValue());
        }
        return text;
    }
}
