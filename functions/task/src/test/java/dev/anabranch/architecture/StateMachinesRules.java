package dev.anabranch.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules for every class of the modules of {@code state-machines}. */
public final class StateMachinesRules {

    @ArchTest
    static final ArchRule callsNoCloud = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..")
            .because("translation and its tests need no AWS account")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule touchesNoFileAndNoNetwork = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.io")
                    .and(simpleNameStartingWith("File").or(simpleNameStartingWith("RandomAccessFile")))
                    .or(resideInAPackage("java.nio.file.."))
                    .or(resideInAPackage("java.nio.channels.."))
                    .or(nameMatching("java\\.net\\.(?!URI(SyntaxException)?$).*")))
            .because("the modules convert text to text; their callers read and write files")
            .allowEmptyShould(true);

    private StateMachinesRules() {}
}
