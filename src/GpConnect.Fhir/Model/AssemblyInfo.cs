using Hl7.Fhir.Introspection;
using Hl7.Fhir.Specification;

[assembly: FhirModelAssembly(Since = FhirRelease.STU3)]
