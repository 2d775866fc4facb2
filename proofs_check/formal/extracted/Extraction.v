(* The checkers as OCaml: integers are Zarith's, as the standard library's own mapping has it; `nat` stands only for the
   numbers of clauses and the like. *)
From Coq Require Import Extraction ExtrOcamlBasic ExtrOcamlZBigInt ExtrOcamlNatInt.
From Sparsest Require Import Unique Rationals Certificates Signs Checker ToleranceCheck.
Extraction "checker.ml" Checker.first_fault inner sums marks obligations collect terms_of bracket_ok first_failing.
