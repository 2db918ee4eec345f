package dev.anabranch.cli.internal.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool that builds a project. */
public enum BuildTool {
    /** Maven. */
    MAVEN("Maven", "Maven, 3.8.7 or later", "target", "mvn verify"),
    /** Gradle. */
    GRADLE("Gradle", "Gradle, 8 or later", "build", "gradle build");

    private final String label;
    private final String required;
    private final String output;
    private final String verify;

    BuildTool(String label, String required, String output, String verify) {
        this.label = label;
        this.required = required;
        this.output = output;
        this.verify = verify;
    }

    /** Returns the tool that builds the project in a folder; empty if the folder has no file of a build. */
    static Optional<BuildTool> of(Path project) {
        return Stream.of(values())
                .filter(tool -> Files.exists(project.resolve(tool.files().get(0))))
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
        return this == MAVEN ? List.of("pom.xml") : List.of("build.gradle", "settings.gradle");
    }

    /** Returns a template with the names and commands of this tool. */
    String filled(String template) {
        boolean maven = this == MAVEN;
        return template.replace("@build@", label)
                .replace("@tool@", required)
                .replace("@out@", output)
                .replace("@verify@", verify)
                .replace("@buildfile@", files().get(0))
                .replace(
                        "@buildfiles@",
                        files().stream().map(file -> "\"$home/" + file + "\"").collect(Collectors.joining(" ")))
                .replace("@ignored@", maven ? "target/\n" : "build/\n.gradle/\n")
                .replace("@lambda@", maven ? "target/@name@-1.0-lambda.zip" : "build/distributions/@name@-1.0.zip")
                .replace(
                        "@synthesize@",
                        // Builds write sequences for colors, which would be part of the template that `cdk synth`
                        // prints.
                        (maven
                                        ? "mvn -q -B -DskipTests package exec:java -Dexec.mainClass=@package@.@app@App"
                                                + " -Dexec.classpathScope=compile"
                                        : "gradle -q --console=plain cdkApp")
                                + " >&2")
                .replace(
                        "@classpath@",
                        maven
                                ? "Activate the Maven profile\n  `command-line` in the IDE, so that the class is on the class path."
                                : "Use the class path\n  of the source set `commandLine`; in IntelliJ IDEA that is the module"
                                        + " `@name@.commandLine`.");
    }
}
