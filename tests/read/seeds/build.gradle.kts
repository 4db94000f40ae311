plugins { java; id("org.springframework.boot") version "3.2.1" }
java { toolchain { languageVersion.set(JavaLanguageVersion.of(17)) } }
val v = "1.0"
dependencies { implementation("org.a:b:$v"); implementation(libs.commons.lang3); implementation(project(":core")) }
