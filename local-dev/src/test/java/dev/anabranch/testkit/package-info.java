/** The same workflows evaluated directly and run on the embedded cloud, also under faults. */
@NullMarked
package dev.anabranch.testkit;

import org.jspecify.annotations.NullMarked;
