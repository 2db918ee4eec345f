/** Tests that need packages of npm or PyPI, in every module. */
@NullMarked
package dev.anabranch.publicpackages;

import org.jspecify.annotations.NullMarked;
