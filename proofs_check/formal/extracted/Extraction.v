(* The checkers as OCaml: integers are Zarith's, as the standard library's own mapping has it; `nat` stands only for the
   numbers of clauses and the like. *)
From Coq Require Import Extraction BinPos ExtrOcamlBasic ExtrOcamlZBigInt ExtrOcamlNatInt.
From Sparsest Require Import Unique Rationals Certificates Signs Checker ToleranceCheck.
(* The number of bits of an integer, which would be counted one by one, each with a division. *)
Extract Constant BinPos.Pos.size => "(fun n -> Big_int_Z.big_int_of_int (Z.numbits n))".
Extraction "checker.ml" Checker.first_fault inner sums marks obligations collect terms_of bracket_ok first_failing.
