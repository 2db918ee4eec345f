/** The same workflows evaluated directly and run on the embedded cloud, also under faults. */
@NullMarked
package dev.anabranch.oracle;

import org.jspecify.annotations.NullMarked;
