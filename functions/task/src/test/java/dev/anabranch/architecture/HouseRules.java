package dev.anabranch.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.anabranch.golden.GoldenFile;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/** The rules for every class of every module. */
public final class HouseRules {

    private static final DescribedPredicate<JavaClass> IS_PRIMITIVE_ARRAY =
            DescribedPredicate.describe("primitive or array of primitives", type -> type.getBaseComponentType()
                    .isPrimitive());

    private static final String VAGUE = "(?i)utils?|commons?|misc|impl|helpers?|managers?";

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().should(Conditions.beInANullMarkedPackage()).because("every null in a signature is declared");

    @ArchTest
    static final ArchRule packagesHaveTellingNames = classes()
            .should(Conditions.haveNoPackageSegmentLike(VAGUE))
            .because("a package is named after its purpose")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule classesHaveTellingNames = noClasses()
            .should()
            .haveNameMatching(".*[.$]\\w*(Utils?|Impl|Helpers?|Managers?)")
            .because("a class name describes the object")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule typesAreClosed = classes()
            .that()
            .arePublic()
            .and(not(resideInAPackage("dev.anabranch.task")
                    .and(assignableTo(RuntimeException.class))
                    .as("failures from which users derive their own")))
            .should(Conditions.beClosedForExtension())
            .because("a class that can be extended is hard to change")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("dev.anabranch.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package can be understood without the packages that use it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingReadsTheSurroundings = classes()
            .that(not(EntryPoints.mayReadTheSurroundings()))
            .should(Surroundings.notBeRead())
            .because("time, randomness and settings are parameters, so that tests can control them")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule examplesAreNotPartOfTheLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("dev.anabranch.examples..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.anabranch.examples..")
            .because("users replace the examples by their own workflows")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule modulesHaveADirection = classes()
            .should(Modules.onlyUseModulesBelow())
            .because("functions do not depend on state-machines, and local-dev does not depend on infra-cdk")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule signaturesNameNoInternalType = classes()
            .that(PublicSignatures.areForUsers())
            .should(PublicSignatures.nameNoInternalType())
            .because("users cannot name an internal type, and it may change at any time")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule aslKnowsNoWorkflow = noClasses()
            .that()
            .resideInAPackage("dev.anabranch.translate.internal.asl..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.anabranch..")
                    .and(not(resideInAPackage("dev.anabranch.translate.internal.asl.."))))
            .because("Amazon States Language is independent of workflows")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule engineKnowsNoWorkflow = noClasses()
            .that()
            .resideInAPackage("dev.anabranch.engine..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.anabranch..")
                    .and(not(resideInAPackage("dev.anabranch.engine..")))
                    .and(not(resideInAPackage("dev.anabranch.quotas.."))))
            .because("an engine that is independent of the translator can test its output")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule tasksSeePlainJava = classes()
            .that()
            .resideInAPackage("dev.anabranch.task..")
            .should()
            .onlyDependOnClassesThat(resideInAPackage("java..")
                    .or(resideInAPackage("org.jspecify.."))
                    .or(resideInAPackage("dev.anabranch.task.."))
                    .or(IS_PRIMITIVE_ARRAY))
            .because("a task is tested without AWS and without a JSON library")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule lambdaTypesStayAtTheDoor = noClasses()
            .that()
            .resideOutsideOfPackages("dev.anabranch.runtime", "dev.anabranch.runs")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws..")
            .because("only the entry points depend on Lambda")
            .allowEmptyShould(true);

    static final ArchRule testsNeverSleep = noClasses()
            .that(not(resideInAPackage("..jmh_generated..")))
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethodWhere(target(owner(equivalentTo(TimeUnit.class))).and(target(name("sleep"))))
            .because("a test that sleeps is slow, and fails on a slow machine");

    static final ArchRule testsNeverSpin = noClasses()
            .that(not(resideInAPackage("..jmh_generated..")))
            .should()
            .callMethod(Thread.class, "onSpinWait")
            .because("a loop without a limit can hang, and takes a core from the tested code; use Awaitility");

    static final ArchRule testsAreNamedInCamelCase = methods()
            .that()
            .areAnnotatedWith(Test.class)
            .or()
            .areAnnotatedWith(ParameterizedTest.class)
            .or()
            .areAnnotatedWith(RepeatedTest.class)
            .or()
            .areAnnotatedWith(TestFactory.class)
            .should()
            .haveNameMatching("[a-z][a-zA-Z0-9]*")
            .because("the repository has one naming style")
            .allowEmptyShould(true);

    @ArchTest
    static void testsFollowTheirRules(JavaClasses unusedMainClasses) {
        JavaClasses tests = new ClassFileImporter().importPath(OwnClasses.TESTS);
        testsNeverSleep.check(tests);
        testsNeverSpin.check(tests);
        testsAreNamedInCamelCase.check(tests);
    }

    /** Every module has the types and members for users in a file, so that a change of them shows in a review. */
    @ArchTest
    static void publicApiEqualsItsFile(JavaClasses mainClasses) throws IOException {
        new GoldenFile(PublicApi.FILE).check(PublicApi.of(mainClasses));
    }

    private HouseRules() {}
}
