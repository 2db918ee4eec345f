package dev.anabranch.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(locations = OwnClasses.class)
final class LocalDevArchitectureTest {

    @ArchTest
    static final ArchTests houseRules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule testLibrariesStayInTheTestKit = noClasses()
            .that()
            .resideOutsideOfPackage("dev.anabranch.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.assertj..", "dev.anabranch.testkit..")
            .because("they are not there when the command line runs");
}
